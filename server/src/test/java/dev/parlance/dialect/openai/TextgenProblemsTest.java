package dev.parlance.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.access.Authenticator;
import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.problem.ApiProblem;
import dev.parlance.http.HttpServer;
import dev.parlance.http.HttpSettings;
import dev.parlance.http.Listener;
import dev.parlance.http.ListenerAddress;
import dev.parlance.http.Reply;
import dev.parlance.transcript.EventsEngine;
import dev.parlance.transcript.Script;
import dev.parlance.transcript.Transcripts;
import dev.parlance.wire.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Problems under text-generation-webui's profiles, those of the server's frame included.
class TextgenProblemsTest {
    private static final Transcripts TRANSCRIPTS =
            new Transcripts("textgen", gateway -> List.of(Routes.of(gateway, Stamps.system())));

    @Test
    void a_status_of_500_or_more_is_the_server_s() {
        List<ApiProblem> problems =
                List.of(
                        new ApiProblem.InvalidRequest("n", "why", "code"),
                        new ApiProblem.ContentFiltered("why"),
                        new ApiProblem.PayloadTooLarge(5),
                        new ApiProblem.RateLimited(Duration.ofMillis(10), "requests"),
                        new ApiProblem.Overloaded(Duration.ofSeconds(3), "why"),
                        new ApiProblem.DeadlineExceeded("decode"),
                        new ApiProblem.NotImplemented("why"),
                        new ApiProblem.UpstreamFailed("p", 500, "why"),
                        new ApiProblem.ModelNotFound("other"),
                        new ApiProblem.Internal("id"));
        for (ApiProblem problem : problems) {
            Reply reply = TextgenProblems.CURRENT.render(problem);
            String type = reply.status() >= 500 ? "server_error" : "invalid_request_error";
            assertThat(text(reply.body()))
                    .startsWith("{\"error\":{\"message\":\"")
                    .contains("\"type\":\"" + type + "\"")
                    .endsWith("\"code\":null}}");
        }
    }

    @Test
    void no_model_is_no_model_loaded() {
        Reply reply = TextgenProblems.CURRENT.render(new ApiProblem.ModelNotFound("default"));
        assertThat(reply.status()).isEqualTo(503);
        assertThat(text(reply.body()))
                .isEqualTo(
                        "{\"error\":{\"message\":\"No model loaded.\",\"type\":\"server_error\","
                                + "\"param\":null,\"code\":null}}");
    }

    @Test
    void a_key_without_the_right_is_no_key() {
        Reply reply = TextgenProblems.CURRENT.render(new ApiProblem.Forbidden("inference", "no"));
        assertThat(reply.status()).isEqualTo(401);
        assertThat(text(reply.body())).isEqualTo("{\"detail\":\"Unauthorized\"}");
    }

    @Test
    void frames_end_as_the_profile_s_lines_do() {
        ApiProblem problem = new ApiProblem.Internal("id");
        assertThat(text(TextgenProblems.CURRENT.frame(problem))).endsWith("}}\n\n");
        assertThat(text(TextgenProblems.NOV_2023.frame(problem))).endsWith("}}\r\n\r\n");
    }

    @Test
    void the_frame_s_problems_follow_the_header_or_the_listener() throws Exception {
        try (HttpServer plain = server(CompatProfile.OPENAI);
                HttpServer textgen = server(CompatProfile.TEXTGEN)) {
            assertThat(send(plain, "GET", "/v1/nothing", "textgen").body())
                    .isEqualTo("{\"detail\":\"Not Found\"}");
            assertThat(send(textgen, "GET", "/v1/nothing", null).body())
                    .isEqualTo("{\"detail\":\"Not Found\"}");
            assertThat(send(plain, "GET", "/v1/nothing", null).body()).startsWith("{\"error\"");
            assertThat(send(textgen, "GET", "/v1/nothing", "openai").body())
                    .startsWith("{\"error\"");
            HttpResponse<String> wrong = send(textgen, "GET", "/v1/completions", null);
            assertThat(wrong.statusCode()).isEqualTo(405);
            assertThat(wrong.body()).isEqualTo("{\"detail\":\"Method Not Allowed\"}");
            assertThat(wrong.headers().firstValue("allow")).contains("OPTIONS, POST");
            assertThat(send(textgen, "POST", "/v1/completions", "nonsense").statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void silence_is_broken_by_a_ping_that_clients_skip() {
        Stamps stamps = new Stamps(Transcripts.CLOCK, () -> 0L);
        assertThat(text(TextgenProfile.CURRENT.comment(stamps).get()))
                .isEqualTo(": ping - 2026-01-01 00:00:00.000000\r\n\r\n");
    }

    @Test
    void programs_of_2023_can_read_every_event() throws Exception {
        try (HttpServer server = server(CompatProfile.TEXTGEN_2023)) {
            String body =
                    "{\"mode\":\"instruct\",\"stream\":true,\"messages\":[{\"role\":\"user\",";
            HttpResponse<String> reply =
                    send(server, "/v1/chat/completions", body + "\"content\":\"Hello!\"}]}");
            StringBuilder said = new StringBuilder();
            for (String event : reply.body().split("\r\n\r\n", -1)) {
                if (!event.isEmpty()) {
                    assertThat(event).startsWith("data: ");
                    said.append(content(Json.text(Json.parse(event.substring(6)))));
                }
            }
            assertThat(said.toString()).isEqualTo("Hello there");
        }
    }

    /// `choices[0].message.content`, as those programs read it.
    private static String content(String chunk) {
        String before = "\"message\":{\"role\":\"assistant\",\"content\":\"";
        int from = chunk.indexOf(before) + before.length();
        assertThat(from).isGreaterThan(before.length());
        return chunk.substring(from, chunk.indexOf('"', from));
    }

    private static HttpServer server(CompatProfile profile) {
        Script script =
                Script.parse(
                        """
                        {"started": "tiny"}
                        {"text": "Hello"}
                        {"text": " there"}
                        {"finished": ["stop"], "input": 5, "output": 2}
                        """);
        return HttpServer.start(
                HttpSettings.of(new Listener("127.0.0.1", 0, null, profile)),
                new Authenticator(List.of()),
                TRANSCRIPTS.groups(new EventsEngine(script)));
    }

    private static HttpResponse<String> send(
            HttpServer server, String method, String path, String profile) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(server, path)).method(method, BodyPublishers.noBody());
        if (profile != null) {
            request.header("X-Parlance-Profile", profile);
        }
        return exchange(request.build());
    }

    private static HttpResponse<String> send(HttpServer server, String path, String body)
            throws Exception {
        return exchange(
                HttpRequest.newBuilder(uri(server, path))
                        .POST(BodyPublishers.ofString(body))
                        .build());
    }

    private static HttpResponse<String> exchange(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }

    private static URI uri(HttpServer server, String path) {
        ListenerAddress address = server.addresses().getFirst();
        return URI.create("http://" + address.host() + ":" + address.port() + path);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
