package dev.parlance.cli;

import dev.parlance.config.Config;
import dev.parlance.config.ListenerConfig;
import dev.parlance.config.Secret;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.problem.ApiException;
import dev.parlance.wire.Json;
import dev.parlance.wire.SseFrame;
import dev.parlance.wire.SseParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/// A running server as the commands see it: over HTTP, in OpenAI's dialect. Close it to let go of
/// its connections.
final class ServerClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration FIRST_BYTE = Duration.ofMinutes(10);
    private static final int MAX_ERROR_BYTES = 1 << 16;
    private static final int MAX_BODY_BYTES = 16 << 20;

    private final String url;
    private final @Nullable String key;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();

    /// A client for the server at this base URL.
    ServerClient(String url, @Nullable String key) {
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.key = key;
    }

    /// A client for the server that this configuration describes, or for another base URL.
    static ServerClient of(Config config, @Nullable String otherUrl) {
        Object secret = config.settings().at("api-key").value();
        return new ServerClient(
                otherUrl == null ? url(config.listeners().getFirst()) : otherUrl,
                secret instanceof Secret(String text) ? text : null);
    }

    private static String url(ListenerConfig listener) {
        String host = listener.host();
        if (host.equals("0.0.0.0") || host.equals("::")) {
            host = "localhost";
        } else if (host.contains(":") && !host.startsWith("[")) {
            host = "[" + host + "]";
        }
        String scheme = listener.certificateFile() == null ? "http" : "https";
        return scheme + "://" + host + ":" + listener.port();
    }

    /// Its base URL.
    String url() {
        return url;
    }

    /// The ids of the models it serves.
    ///
    /// @throws ClientException when it does not answer or refuses
    List<String> models() throws InterruptedException {
        return cards().stream().map(ModelLine::id).toList();
    }

    /// The models it serves, as `/v1/models` shows them.
    ///
    /// @throws ClientException when it does not answer or refuses
    List<ModelLine> cards() throws InterruptedException {
        try (InputStream body = send("/v1/models", null)) {
            List<ModelLine> models = new ArrayList<>();
            JsonValue reply = Json.parse(body.readNBytes(MAX_BODY_BYTES));
            if (reply instanceof JsonObject list
                    && list.get("data") instanceof JsonArray(var cards)) {
                cards.forEach(card -> ModelLine.of(card).ifPresent(models::add));
            }
            return models;
        } catch (IOException | ApiException e) {
            throw brokenOff(e);
        }
    }

    /// Loads a model and tells how far that is, 0 to 1.
    ///
    /// @throws ClientException when it does not answer, refuses or fails
    void load(String id, @Nullable String keepAlive, DoubleConsumer progress)
            throws InterruptedException {
        JsonObject wish = JsonObject.EMPTY.with("stream", JsonValue.of(true));
        if (keepAlive != null) {
            wish = wish.with("keep_alive", JsonValue.of(keepAlive));
        }
        try (InputStream body = send("/v1/models/" + encoded(id) + "/load", wish)) {
            SseParser parser = new SseParser(MAX_ERROR_BYTES);
            byte[] buffer = new byte[4096];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                for (SseFrame frame : parser.feed(buffer, 0, read)) {
                    take(frame, progress);
                }
            }
        } catch (IOException | ApiException e) {
            throw brokenOff(e);
        }
    }

    private static void take(SseFrame frame, DoubleConsumer progress) {
        if (frame.data().equals("[DONE]")) {
            return;
        }
        byte[] data = frame.data().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        if (Json.parse(data) instanceof JsonObject event) {
            if (event.get("error") != null) {
                throw new ClientException("The load failed: " + errorMessage(data), null);
            }
            if (event.get("progress") instanceof JsonNumber(var told)) {
                progress.accept(Math.clamp(told.doubleValue(), 0, 1));
            }
        }
    }

    /// Takes a model out of memory.
    ///
    /// @throws ClientException when it does not answer or refuses
    void unload(String id) throws InterruptedException {
        try (InputStream body = send("/v1/models/" + encoded(id) + "/unload", JsonObject.EMPTY)) {
            byte[] _ = body.readNBytes(MAX_BODY_BYTES);
        } catch (IOException e) {
            throw brokenOff(e);
        }
    }

    private static String encoded(String id) {
        return URLEncoder.encode(id, java.nio.charset.StandardCharsets.UTF_8).replace("+", "%20");
    }

    private ClientException brokenOff(Exception e) {
        return new ClientException(
                "The server at " + url + " broke off its answer: " + e.getMessage(), e);
    }

    /// Sends a JSON body, or a GET without one, and returns the reply's body for the caller to
    /// close.
    ///
    /// @throws ClientException when nobody answers or the status is an error
    InputStream send(String path, @Nullable JsonValue body) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(FIRST_BYTE);
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        if (body != null) {
            request.header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(Json.write(body)));
        }
        try {
            HttpResponse<InputStream> reply =
                    http.send(request.build(), BodyHandlers.ofInputStream());
            if (reply.statusCode() >= 400) {
                throw refused(reply);
            }
            return reply.body();
        } catch (ConnectException e) {
            throw ClientException.nobody(url, e);
        } catch (IOException e) {
            throw new ClientException("No answer from " + url + ": " + e.getMessage(), e);
        }
    }

    private URI uri(String path) {
        try {
            return URI.create(url + path);
        } catch (IllegalArgumentException e) {
            throw new ClientException("'" + url + "' is no URL of a server.", e);
        }
    }

    private ClientException refused(HttpResponse<InputStream> reply) throws IOException {
        try (InputStream body = reply.body()) {
            String message = errorMessage(body.readNBytes(MAX_ERROR_BYTES));
            String hint =
                    reply.statusCode() == 401
                            ? " Give your key with --api-key or PARLANCE_API_KEY."
                            : "";
            return new ClientException(
                    "The server refused (" + reply.statusCode() + "): " + message + hint, null);
        }
    }

    /// The message in an error's body, or the start of the body when it has another form.
    static String errorMessage(byte[] body) {
        try {
            if (Json.parse(body) instanceof JsonObject reply
                    && reply.get("error") instanceof JsonObject error
                    && error.get("message") instanceof JsonString(String message)) {
                return message;
            }
        } catch (ApiException _) {
            // Not JSON: shown as it is, below.
        }
        String text = new String(body, java.nio.charset.StandardCharsets.UTF_8).strip();
        return text.length() > 300 ? text.substring(0, 300) + "..." : text;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
