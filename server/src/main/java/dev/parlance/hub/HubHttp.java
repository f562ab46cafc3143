package dev.parlance.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/// Requests to a hub and to wherever it redirects.
///
/// Redirects are followed here, one by one, because the token must go to the hub alone: where the
/// files lie is another host, and a client that repeated the header there would hand the token
/// over. From `https` nothing leads to `http`. Thread-safe; closed by whoever made it.
final class HubHttp implements AutoCloseable {
    private static final int MAX_REDIRECTS = 10;

    private final HubSettings settings;
    private final HttpClient client;

    HubHttp(HubSettings settings) {
        this.settings = settings;
        this.client =
                HttpClient.newBuilder()
                        .followRedirects(Redirect.NEVER)
                        .connectTimeout(settings.answerTimeout())
                        .build();
    }

    /// An answer with what the hub itself said on the way to it.
    ///
    /// @param response not yet read, to be closed by closing its body
    /// @param etag of the file, from the hub rather than from where the file lies; empty for none
    record Answer(HttpResponse<InputStream> response, String etag) implements AutoCloseable {
        int status() {
            return response.statusCode();
        }

        Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        @Override
        public void close() throws IOException {
            response.body().close();
        }
    }

    /// The answer to a GET; any status but a redirect.
    ///
    /// @throws IOException when there is none
    /// @throws HubException when a redirect leads where it must not
    Answer get(URI address, Map<String, String> headers) throws IOException {
        URI at = address;
        String etag = "";
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            HttpResponse<InputStream> response = send(at, headers);
            if (etag.isEmpty()) {
                etag = etag(response);
            }
            Optional<String> location = response.headers().firstValue("Location");
            if (!isRedirect(response.statusCode()) || location.isEmpty()) {
                return new Answer(response, etag);
            }
            response.body().close();
            at = next(at, location.get());
        }
        throw new HubException("The hub redirects more than " + MAX_REDIRECTS + " times.");
    }

    private HttpResponse<InputStream> send(URI address, Map<String, String> headers)
            throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address)
                        .timeout(settings.answerTimeout())
                        .header("User-Agent", "parlance");
        headers.forEach(request::header);
        String token = settings.token();
        if (token != null && settings.owns(address)) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the thread was interrupted");
        }
    }

    static URI next(URI from, String location) {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new HubException("The hub redirects to something that is no address.", e);
        }
        String scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
        boolean secure = "https".equalsIgnoreCase(from.getScheme());
        boolean fine = scheme.equals("https") || (scheme.equals("http") && !secure);
        if (!fine || to.getHost() == null || to.getUserInfo() != null) {
            throw new HubException(
                    "The hub redirects from "
                            + HubSettings.origin(from)
                            + " to an address that is not followed ("
                            + scheme
                            + ").");
        }
        return to;
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    /// The strong entity tag without its quotes; the hub's own for a file that lies elsewhere.
    private static String etag(HttpResponse<?> response) {
        String tag =
                response.headers()
                        .firstValue("X-Linked-Etag")
                        .or(() -> response.headers().firstValue("ETag"))
                        .orElse("");
        return tag.startsWith("W/") ? "" : tag.replace("\"", "");
    }

    /// Reads at most `limit` bytes, for as long as a file may be silent.
    ///
    /// @throws IOException when it takes longer
    byte[] body(Answer answer, int limit) throws IOException {
        byte[] body;
        InputStream in = answer.response().body();
        try (StallGuard guard = new StallGuard(in, settings.stallTimeout())) {
            try {
                body = in.readNBytes(limit + 1);
            } catch (IOException e) {
                throw guard.stalled() ? new IOException("the answer took too long", e) : e;
            }
        }
        if (body.length > limit) {
            throw new HubException("The hub's answer is longer than " + limit + " bytes.");
        }
        return body;
    }

    @Override
    public void close() {
        client.shutdownNow();
        try {
            boolean _ = client.awaitTermination(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
