package dev.parlance.cli;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.problem.ApiException;
import dev.parlance.wire.Json;
import dev.parlance.wire.SseFrame;
import dev.parlance.wire.SseParser;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One chat with a server: its history, and replies that stream in.
///
/// For one thread, but [#cancel] may come from any.
final class Conversation {
    private static final int MAX_FRAME_BYTES = 4 << 20;

    private final ServerClient server;
    private final List<JsonValue> history = new ArrayList<>();
    private final AtomicReference<@Nullable InputStream> running = new AtomicReference<>();
    private String model;
    private @Nullable String system;
    private volatile boolean cancelled;

    Conversation(ServerClient server, String model) {
        this.server = server;
        this.model = model;
    }

    String model() {
        return model;
    }

    /// Another model from the next question on; the history stays.
    void useModel(String name) {
        model = name;
    }

    /// Another system text from the next question on; blank for none.
    void useSystem(String text) {
        system = text.isBlank() ? null : text;
    }

    /// Forgets everything said so far.
    void reset() {
        history.clear();
    }

    /// How many messages are remembered.
    int length() {
        return history.size();
    }

    /// Asks and hands over the reply piece by piece. A question whose reply failed is forgotten; a
    /// reply that was cancelled is remembered as far as it came.
    ///
    /// @return false when it was cancelled
    /// @throws ClientException when the server does not answer, refuses or fails on the way
    boolean ask(String question, Consumer<String> pieces) throws InterruptedException {
        cancelled = false;
        history.add(message("user", question));
        StringBuilder reply = new StringBuilder();
        try (InputStream body = server.send("/v1/chat/completions", request())) {
            running.set(body);
            read(
                    body,
                    piece -> {
                        reply.append(piece);
                        pieces.accept(piece);
                    });
        } catch (IOException e) {
            if (!cancelled) {
                history.removeLast();
                throw new ClientException("The reply broke off: " + e.getMessage(), e);
            }
        } catch (ClientException e) {
            history.removeLast();
            throw e;
        } finally {
            running.set(null);
        }
        history.add(message("assistant", reply.toString()));
        return !cancelled;
    }

    /// Ends the reply that is coming in, if one is.
    ///
    /// @return true when there was one
    boolean cancel() {
        InputStream body = running.get();
        if (body == null) {
            return false;
        }
        cancelled = true;
        try {
            body.close();
        } catch (IOException _) {
            // It is over either way.
        }
        return true;
    }

    private JsonValue request() {
        List<JsonValue> messages = new ArrayList<>();
        if (system != null) {
            messages.add(message("system", system));
        }
        messages.addAll(history);
        return JsonObject.EMPTY
                .with("model", JsonValue.of(model))
                .with("stream", JsonValue.of(true))
                .with("messages", new JsonArray(messages));
    }

    private static JsonValue message(String role, String content) {
        return JsonObject.EMPTY
                .with("role", JsonValue.of(role))
                .with("content", JsonValue.of(content));
    }

    private static void read(InputStream body, Consumer<String> pieces) throws IOException {
        SseParser parser = new SseParser(MAX_FRAME_BYTES);
        byte[] buffer = new byte[8192];
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
            for (SseFrame frame : parser.feed(buffer, 0, n)) {
                if (frame.data().equals("[DONE]")) {
                    return;
                }
                take(frame.data(), pieces);
            }
        }
        throw new IOException("the stream ended before its end mark");
    }

    private static void take(String data, Consumer<String> pieces) throws IOException {
        try {
            if (!(Json.parse(data) instanceof JsonObject chunk)) {
                throw new IOException("an event is no JSON object");
            }
            if (chunk.get("error") instanceof JsonObject error) {
                throw new ClientException(
                        error.get("message") instanceof JsonString(String message)
                                ? message
                                : Json.text(error),
                        null);
            }
            if (chunk.get("choices") instanceof JsonArray(var choices)
                    && !choices.isEmpty()
                    && choices.getFirst() instanceof JsonObject choice
                    && choice.get("delta") instanceof JsonObject delta
                    && delta.get("content") instanceof JsonString(String text)) {
                pieces.accept(text);
            }
        } catch (ApiException e) {
            throw new IOException("an event is not JSON: " + e.getMessage(), e);
        }
    }
}
