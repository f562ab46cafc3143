package dev.parlance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChatCommandTest {
    private final Shell shell = new Shell();
    private FakeServer server = null;

    @BeforeEach
    void startServer() throws IOException {
        server = new FakeServer();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    private int chat(String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "chat";
        arguments[1] = "--port";
        arguments[2] = String.valueOf(server.port());
        System.arraycopy(more, 0, arguments, 3, more.length);
        return shell.run(arguments);
    }

    @Test
    void one_question_is_answered_and_done() {
        server.streams("Hel", "lo");
        assertThat(chat("What", "is this?")).isZero();
        assertThat(shell.out()).isEqualTo("Hello\n");
        assertThat(server.requests)
                .containsExactly(
                        "POST /v1/chat/completions {\"model\":\"default\",\"stream\":true,"
                                + "\"messages\":[{\"role\":\"user\",\"content\":\"What is this?\"}]}");
        assertThat(server.keys).containsExactly("null");
    }

    @Test
    void model_key_and_system_text_are_sent() {
        server.streams("x");
        chat("--model", "m", "--api-key", "sk-1", "--system", "Be brief.", "q");
        assertThat(server.keys).containsExactly("Bearer sk-1");
        assertThat(server.requests.getFirst())
                .contains("\"model\":\"m\"")
                .contains("[{\"role\":\"system\",\"content\":\"Be brief.\"},");
    }

    @Test
    void the_file_that_a_server_serves_by_default_is_no_name_to_ask_for() {
        server.streams("x");
        chat("--model", "models/some.gguf", "q");
        assertThat(server.requests.getFirst()).contains("\"model\":\"default\"");
    }

    @Test
    void a_piped_question_is_answered() {
        server.streams("yes");
        shell.piping("line one\nline two\n");
        assertThat(chat()).isZero();
        assertThat(shell.out()).isEqualTo("yes\n");
        assertThat(server.requests.getFirst()).contains("line one\\nline two");
    }

    @Test
    void nothing_piped_in_is_refused() {
        assertThat(chat()).isEqualTo(1);
        assertThat(shell.err()).startsWith("Nothing was piped in.");
    }

    @Test
    void a_conversation_remembers_and_forgets() {
        server.streams("one").streams("two").streams("three");
        shell.typing("a\nb\n/reset\nc\n/quit\nnever\n");
        assertThat(chat()).isZero();
        assertThat(shell.out()).contains("> one\n> two\n> (forgotten)\n> three\n> ");
        assertThat(server.requests).hasSize(3);
        assertThat(server.requests.get(1))
                .contains("\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"one\"},")
                .contains("\"content\":\"b\"");
        assertThat(server.requests.get(2)).doesNotContain("\"content\":\"a\"");
    }

    @Test
    void commands_change_model_and_system_text() {
        server.replies(200, "{\"data\":[{\"id\":\"m1\"},{\"id\":\"m2\"}]}").streams("x");
        shell.typing("/model\n/model m2\n/system Be brief.\nq\n/system\n/what\n\n");
        assertThat(chat()).isZero();
        assertThat(shell.out())
                .contains("Asking default. Served: [m1, m2]")
                .contains("(asking m2)", "(system text set)", "(no system text)")
                .contains("Unknown command /what.");
        assertThat(server.requests.getLast()).contains("\"model\":\"m2\"").contains("Be brief.");
    }

    @Test
    void a_refusal_is_shown_and_the_conversation_goes_on_without_it() {
        server.replies(404, "{\"error\":{\"message\":\"No such model.\"}}").streams("fine");
        shell.typing("bad\ngood\n");
        assertThat(chat()).isZero();
        assertThat(shell.err()).isEqualTo("The server refused (404): No such model.\n");
        assertThat(server.requests.getLast()).doesNotContain("bad");
    }

    @Test
    void a_missing_key_says_how_to_give_one() {
        server.replies(401, "{\"error\":{\"message\":\"Key, please.\"}}");
        assertThat(chat("q")).isEqualTo(1);
        assertThat(shell.err())
                .isEqualTo(
                        "The server refused (401): Key, please."
                                + " Give your key with --api-key or PARLANCE_API_KEY.\n");
    }

    @Test
    void an_error_that_is_no_json_is_shown_in_part() {
        server.replies(502, "<html>" + "x".repeat(1000));
        assertThat(chat("q")).isEqualTo(1);
        assertThat(shell.err())
                .startsWith("The server refused (502): <html>xxx")
                .hasSizeLessThan(400);
    }

    @Test
    void an_error_in_mid_stream_ends_the_reply() {
        server.replies(
                200,
                """
                data: {"choices":[{"delta":{"content":"par"}}]}

                data: {"error":{"message":"It broke."}}

                """);
        assertThat(chat("q")).isEqualTo(1);
        assertThat(shell.out()).startsWith("par");
        assertThat(shell.err()).isEqualTo("It broke.\n");
    }

    @Test
    void a_stream_without_its_end_mark_is_an_error() {
        server.replies(200, "data: {\"choices\":[]}\n\n");
        assertThat(chat("q")).isEqualTo(1);
        assertThat(shell.err()).startsWith("The reply broke off: the stream ended before");
    }

    @Test
    void a_stream_that_is_no_json_is_an_error() {
        server.replies(200, "data: {oops\n\n");
        assertThat(chat("q")).isEqualTo(1);
        assertThat(shell.err()).startsWith("The reply broke off: an event is not JSON");
    }

    @Test
    void without_a_server_it_says_how_to_start_one() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(shell.run("chat", "--port", String.valueOf(port), "q")).isEqualTo(1);
        assertThat(shell.err())
                .isEqualTo(
                        "No server answers at http://127.0.0.1:"
                                + port
                                + ". Start one with: ./parlance serve\n");
    }

    @Test
    void another_server_can_be_named() {
        server.streams("x");
        assertThat(shell.run("chat", "--url", server.url() + "/", "q")).isZero();
        assertThat(shell.run("chat", "--url", "no url", "q")).isEqualTo(1);
        assertThat(shell.err()).isEqualTo("'no url' is no URL of a server.\n");
    }

    @Test
    void a_reply_can_be_cancelled_and_is_remembered_as_far_as_it_came() throws Exception {
        server.replies(
                        200,
                        out -> {
                            out.write(
                                    "data: {\"choices\":[{\"delta\":{\"content\":\"par\"}}]}\n\n"
                                            .getBytes(StandardCharsets.UTF_8));
                            out.flush();
                            waitForClose(out);
                        })
                .streams("more");
        try (ServerClient client = new ServerClient(server.url(), null)) {
            Conversation conversation = new Conversation(client, "m");
            assertThat(conversation.cancel()).isFalse();
            boolean whole = conversation.ask("q", _ -> conversation.cancel());
            assertThat(whole).isFalse();
            assertThat(conversation.ask("r", _ -> {})).isTrue();
        }
        assertThat(server.requests.getLast())
                .contains("{\"role\":\"assistant\",\"content\":\"par\"}");
    }

    /// Writes comments until the client is gone.
    private static void waitForClose(OutputStream out) throws IOException {
        byte[] comment = new byte[8192];
        Arrays.fill(comment, (byte) ':');
        comment[comment.length - 1] = '\n';
        while (true) {
            out.write(comment);
            out.flush();
        }
    }

    @Test
    void models_are_those_of_the_server() {
        server.replies(200, "{\"data\":[{\"id\":\"m1\"},{\"id\":\"m2\"},{}]}");
        assertThat(shell.run("models", "--port", String.valueOf(server.port()))).isZero();
        assertThat(shell.out()).isEqualTo("m1\nm2\n");
        assertThat(server.requests).containsExactly("GET /v1/models ");
    }
}
