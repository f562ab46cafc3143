package dev.parlance.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.parlance.http.RawClient.Response;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// What a client and the log see when a handler fails.
class FailureTest {
    private final TestServer server = TestServer.open();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.parlance.http");

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.DEBUG);
    }

    @AfterEach
    void stop() {
        server.close();
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    @Test
    void a_problem_is_rendered_by_the_routes_group() throws IOException {
        Response problem = server.send("GET", "/fail/problem");
        Response full = server.send("GET", "/fail/overloaded");

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.body()).isEqualTo("{\"shape\":\"test\",\"error\":\"wrong\"}");
        assertThat(full.status()).isEqualTo(503);
        assertThat(full.header("retry-after")).contains("7");
    }

    @Test
    void a_handler_that_does_not_answer_is_a_defect() throws IOException {
        assertThat(server.send("GET", "/fail/silent").status()).isEqualTo(500);
    }

    @Test
    void a_stream_that_fails_before_its_first_byte_is_a_plain_error() throws IOException {
        try (RawClient client = server.connect()) {
            Response response = client.send("GET", "/fail/unsent", null);

            assertThat(response.status()).isEqualTo(400);
            assertThat(response.header("content-type")).contains("application/json");
            assertThat(response.body()).contains("before the first byte");
            assertThat(client.send("POST", "/echo", "1").body()).isEqualTo("1");
        }
    }

    @Test
    void a_stream_that_fails_later_ends_with_the_groups_frame() throws IOException {
        try (RawClient client = server.connect()) {
            Response response = client.send("GET", "/fail/midstream", null);

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body())
                    .isEqualTo("data: first\n\nevent: error\ndata: after the first byte\n\n");
            assertThat(client.send("POST", "/echo", "1").body()).isEqualTo("1");
        }
    }

    @Test
    void a_stream_without_a_frame_for_problems_is_cut() throws IOException {
        Response response = server.send("GET", "/fail/cut");

        assertThat(response.body()).isEqualTo("{}\n");
        assertThat(response.complete()).isFalse();
    }

    @Test
    void the_log_has_the_incident_in_one_clean_line() throws IOException {
        String body =
                server.send(
                                "GET",
                                "/fail/defect?x=%0d%0aFORGED",
                                "X-Request-Id: FORGED b",
                                "User-Agent: FORGED")
                        .body();
        String incident = body.substring(body.indexOf("req_"), body.indexOf("req_") + 36);

        assertThat(log.list)
                .filteredOn(event -> event.getLevel() == Level.ERROR)
                .singleElement()
                .satisfies(event -> {
                    String line = event.getFormattedMessage();
                    assertThat(line)
                            .contains(incident, "secret /etc/x?INJECTED ?[31m", "TestRoutes")
                            .doesNotContain("FORGED");
                    assertThat(line.chars()).noneMatch(Character::isISOControl);
                    assertThat(event.getThrowableProxy()).isNull();
                });
    }

    @Test
    void nothing_from_a_request_reaches_the_log_raw() throws IOException {
        server.send("GET", "/x\u001b[31m");
        server.send("GET", "/%1b[31m%0aFORGED");
        server.send("F\u0001\u0002", "/who");
        server.send("GET", "/who", "Host: evil\u001b[31m");
        server.send("GET", "/who", "X-Parlance-Profile: \u001b[31mFORGED");

        assertThat(log.list)
                .allSatisfy(event ->
                        assertThat(event.getFormattedMessage().chars())
                                .noneMatch(Character::isISOControl));
    }

    @Test
    void log_text_is_cleaned_and_bounded() {
        assertThat(LogText.clean("a\r\nb\u001b\u202e\u2028c")).isEqualTo("a??b???c");
        assertThat(LogText.clean("x".repeat(10_000))).hasSize(500);
        assertThat(LogText.clean(null)).isEqualTo("-");
    }
}
