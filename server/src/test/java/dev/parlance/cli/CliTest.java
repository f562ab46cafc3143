package dev.parlance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.cli.ServerStarter.Mode;
import dev.parlance.config.Key;
import dev.parlance.config.Keys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {
    @TempDir private Path folder;
    private final Shell shell = new Shell();

    private String data() {
        return folder.toString();
    }

    @Test
    void without_arguments_it_says_what_it_can_do() {
        assertThat(shell.run()).isZero();
        assertThat(shell.out())
                .contains("serve", "dev", "chat", "models", "doctor", "config")
                .doesNotContain("rehearse");
    }

    @Test
    void version_names_parlance_and_java() {
        assertThat(shell.run("--version")).isZero();
        assertThat(shell.out()).startsWith("Parlance ").contains("Java 25");
    }

    @Test
    void an_unknown_command_is_refused() {
        assertThat(shell.run("sevre")).isEqualTo(2);
        assertThat(shell.err()).contains("sevre").contains("serve");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "dev", "chat", "models", "engine", "doctor", "config"})
    void every_command_has_every_flag_of_the_table(String command) {
        assertThat(shell.run(command, "--help")).isZero();
        List<String> flags = Keys.ALL.stream().map(Key::flag).filter(Objects::nonNull).toList();
        assertThat(flags)
                .containsExactlyInAnyOrder(
                        "--data-dir",
                        "--host",
                        "--port",
                        "--profile",
                        "--api-key",
                        "--admin-key",
                        "--model",
                        "--natives",
                        "--allow-unauthenticated");
        assertThat(shell.out()).contains(flags).contains("--config");
    }

    @Test
    void serve_says_where_it_listens_what_answers_and_what_to_try() {
        assertThat(shell.run("serve", "--data-dir", data())).isEqualTo(130);

        assertThat(shell.out())
                .isEqualTo(
                        """
                        Parlance development listens on http://127.0.0.1:5000
                        Model:  parlance-builtin (the built-in model)
                        Engine: llama.cpp 0.5.0 (cpu), installed
                        Try:    curl http://127.0.0.1:5000/v1/chat/completions \
                        -H 'Content-Type: application/json' \
                        -d '{"model":"default","messages":[{"role":"user","content":"Hello!"}]}'
                        Docs:   http://127.0.0.1:5000/docs
                        Stop:   Ctrl-C
                        """);
        assertThat(shell.started.getFirst().mode()).isEqualTo(Mode.SERVE);
        assertThat(shell.started.getFirst().events()).containsExactly("closed");
    }

    @Test
    void serve_never_prints_a_key() {
        shell.run("serve", "--data-dir", data(), "--api-key", "sk-hidden");
        assertThat(shell.out())
                .contains("-H \"Authorization: Bearer $PARLANCE_API_KEY\"")
                .doesNotContain("sk-hidden");
    }

    @Test
    void dev_prints_the_key_it_made() {
        assertThat(shell.run("dev", "--data-dir", data())).isEqualTo(130);
        assertThat(shell.out())
                .contains("Key:    sk-parlance-dev")
                .contains("-H \"Authorization: Bearer sk-parlance-dev\"");
        assertThat(shell.started.getFirst().mode()).isEqualTo(Mode.DEV);
        assertThat(shell.started.getFirst().config().apiKeys()).hasSize(1);
    }

    @Test
    void dev_keeps_a_configured_key_to_itself() {
        shell.run("dev", "--data-dir", data(), "--api-key", "sk-mine");
        assertThat(shell.out()).doesNotContain("sk-parlance-dev").doesNotContain("sk-mine");
    }

    @Test
    void serve_refuses_to_be_open_to_the_network() {
        assertThat(shell.run("serve", "--host", "0.0.0.0")).isEqualTo(2);
        assertThat(shell.err()).startsWith("Refusing to listen on 0.0.0.0");
        assertThat(shell.started).isEmpty();

        assertThat(shell.run("serve", "--host", "0.0.0.0", "--allow-unauthenticated"))
                .isEqualTo(130);
    }

    @Test
    void what_cannot_start_is_one_line_and_code_one() {
        int code =
                shell.runWith(
                        (_, _) -> {
                            throw new StartException(
                                    "Port 5000 is taken; choose with --port.", null);
                        },
                        "serve");
        assertThat(code).isEqualTo(1);
        assertThat(shell.err()).isEqualTo("Port 5000 is taken; choose with --port.\n");
    }

    @Test
    void a_wrong_configuration_is_one_line_and_code_two() throws IOException {
        Path file = Files.writeString(folder.resolve("p.yaml"), "prot: 1\n");
        assertThat(shell.run("serve", "--config", file.toString())).isEqualTo(2);
        assertThat(shell.err()).isEqualTo(file + ":1: unknown key 'prot'. Did you mean 'cors'?\n");
    }

    @Test
    void a_defect_shows_its_trace() {
        int code =
                shell.runWith(
                        (_, _) -> {
                            throw new IllegalStateException("broken");
                        },
                        "serve");
        assertThat(code).isEqualTo(1);
        assertThat(shell.err()).contains("unexpected condition").contains("broken").contains("at ");
    }

    @Test
    void config_prints_every_value_and_where_it_came_from() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("p.yaml"),
                        "listeners:\n  - port: 6000\nlog:\n  level: debug\napi-key: sk-x\n");
        assertThat(shell.run("config", "--config", file.toString(), "--host", "::1")).isZero();

        assertThat(shell.out().lines().map(line -> line.replaceAll(" +#", " #")))
                .contains(
                        "listeners[0].host: ::1 # flag --host",
                        "listeners[0].port: 6000 # " + file + ":2",
                        "api-key: *** # " + file + ":5",
                        "log.level: debug # " + file + ":4",
                        "limits.max-body: 32MiB # default",
                        "models: (none)")
                .noneMatch(line -> line.contains("sk-x"));
        assertThat(Keys.ALL)
                .allSatisfy(key ->
                        assertThat(shell.out()).contains(key.path().replaceAll("\\[.*", "")));
    }

    @Test
    void config_explains_when_asked() {
        shell.run("config", "--explain");
        assertThat(shell.out())
                .contains("# The largest request body.")
                .contains("# Takes an amount of bytes from 1KiB to 1GiB; PARLANCE_LIMITS_MAX_BODY");
    }

    @Test
    void doctor_names_the_first_problem_as_the_next_step() {
        shell.finding(Check.fine("Native library", "llama.cpp"))
                .finding(Check.problem("Thing", "broken", "Mend the thing."));
        assertThat(shell.run("doctor", "--data-dir", data(), "--port", "0")).isEqualTo(1);
        assertThat(shell.out())
                .contains("  Parlance ", "  Java ", "  Native library", "! Thing", "  Data folder")
                .endsWith("Next step: Mend the thing.\n");
    }

    @Test
    void doctor_without_problems_says_how_to_start() {
        assertThat(shell.run("doctor", "--data-dir", data(), "--port", "0")).isZero();
        assertThat(shell.out()).endsWith("Next step: start the server with: ./parlance serve\n");
    }

    @Test
    void doctor_sees_a_taken_port_and_a_folder_that_cannot_be() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            int code = shell.run("doctor", "--port", port, "--data-dir", file + "/data");
            assertThat(code).isEqualTo(1);
            assertThat(shell.out())
                    .contains("127.0.0.1:" + port + " is taken")
                    .contains("! Data folder")
                    .endsWith("Choose a folder that you may write with --data-dir.\n");
        }
    }

    @Test
    void serve_understands_the_start_lines_of_text_generation_webui() {
        int code =
                shell.run(
                        "serve",
                        "--extensions",
                        "openai",
                        "--listen",
                        "--api-port",
                        "1234",
                        "--api-key",
                        "yourkey",
                        "--data-dir",
                        data(),
                        "--no_mul_mat_q");
        assertThat(code).isEqualTo(130);
        var listener = shell.started.getFirst().config().listeners().getFirst();
        assertThat(listener.host()).isEqualTo("0.0.0.0");
        assertThat(listener.port()).isEqualTo(1234);
        assertThat(listener.profile().wireName()).isEqualTo("textgen-2023");
        assertThat(shell.err())
                .isEqualTo("Note: --no-mul-mat-q has no effect: llama.cpp decides it.\n");
    }

    @Test
    void config_shows_what_its_words_became() {
        assertThat(
                        shell.run(
                                "config",
                                "--api",
                                "--api-port=1234",
                                "--n_ctx",
                                "4096",
                                "--admin-key",
                                "A",
                                "--mlock"))
                .isZero();
        assertThat(shell.out().lines().map(line -> line.replaceAll(" +#", " #")))
                .contains(
                        "# Note: --mlock has no effect: memory is left to the system.",
                        "listeners[0].host: 127.0.0.1 # default",
                        "listeners[0].port: 1234 # flag --api-port",
                        "listeners[0].profile: textgen # flag --api",
                        "llama.context-length: 4096 # flag --n_ctx",
                        "admin-key: *** # flag --admin-key");
    }

    @Test
    void a_flag_that_nobody_knows_names_the_nearest() {
        assertThat(shell.run("serve", "--api-prot", "1234")).isEqualTo(2);
        assertThat(shell.err()).isEqualTo("Unknown flag --api-prot. Did you mean --api-port?\n");
        assertThat(shell.run("serve", "--api-port")).isEqualTo(2);
        assertThat(shell.err()).endsWith("flag --api-port: --api-port needs a value.\n");
        assertThat(shell.started).isEmpty();
    }

    @Test
    void help_shows_our_flags_alone() {
        shell.run("serve", "--help");
        assertThat(shell.out()).contains("--api-key").doesNotContain("--api-port", "textgen-word");
    }

    @Test
    void a_public_server_needs_a_key() {
        assertThat(shell.run("serve", "--public-api", "--data-dir", data())).isEqualTo(2);
        assertThat(shell.err()).startsWith("Refusing to open a public tunnel without an API key");
    }
}
