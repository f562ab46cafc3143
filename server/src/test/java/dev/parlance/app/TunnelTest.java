package dev.parlance.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.cli.RunningServer;
import dev.parlance.cli.StartException;
import dev.parlance.config.TunnelConfig;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The tunnel with a shell script in the place of `cloudflared`.
class TunnelTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final TunnelConfig QUICK = new TunnelConfig(true, null);

    @TempDir private Path folder;

    /// A server that notes its end.
    private record Plain(List<String> events) implements RunningServer {
        @Override
        public List<String> urls() {
            return List.of("http://127.0.0.1:5000");
        }

        @Override
        public String model() {
            return "m";
        }

        @Override
        public Optional<String> library() {
            return Optional.empty();
        }

        @Override
        public Optional<Loading> loading() {
            return Optional.empty();
        }

        @Override
        public boolean wantsKey() {
            return true;
        }

        @Override
        public void close() {
            events.add("closed");
        }
    }

    private Optional<Path> program(String script) throws IOException {
        Path file = folder.resolve("cloudflared");
        Files.writeString(file, "#!/bin/sh\n" + script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return Tunnel.find("/nowhere" + File.pathSeparator + folder);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_quick_tunnel_tells_its_url_and_ends_with_the_server() throws IOException {
        Path arguments = folder.resolve("arguments");
        Optional<Path> program =
                program(
                        "echo \"$@\" > "
                                + arguments
                                + "\necho '| https://odd-words-here.trycloudflare.com |' >&2\n"
                                + "exec sleep 600\n");
        List<String> events = new ArrayList<>();
        try (RunningServer server = PublicServer.of(new Plain(events), QUICK, program)) {
            assertThat(server.publicUrl()).contains("https://odd-words-here.trycloudflare.com");
            assertThat(server.urls()).containsExactly("http://127.0.0.1:5000");
            assertThat(Files.readString(arguments))
                    .isEqualTo(
                            "tunnel --no-autoupdate --url http://127.0.0.1:5000"
                                    + " --http-host-header localhost\n");
        }
        assertThat(events).containsExactly("closed");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_named_tunnel_is_run_by_its_name() throws IOException {
        Optional<Path> program = program("exec sleep 600\n");
        TunnelConfig named = new TunnelConfig(true, "mine");
        try (RunningServer server = PublicServer.of(new Plain(new ArrayList<>()), named, program)) {
            assertThat(server.publicUrl()).contains("the tunnel 'mine'");
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void one_that_gives_up_or_says_nothing_stops_the_start() throws IOException {
        Optional<Path> broken = program("echo 'no network today'\nexit 1\n");
        List<String> events = new ArrayList<>();
        assertThatThrownBy(() -> PublicServer.of(new Plain(events), QUICK, broken))
                .isInstanceOf(StartException.class)
                .hasMessage("cloudflared opened no tunnel. It said: no network today");
        assertThat(events).containsExactly("closed");

        Optional<Path> silent = program("exec sleep 600\n");
        assertThatThrownBy(() ->
                        Tunnel.open(silent, QUICK, "http://127.0.0.1:1", Duration.ofMillis(200)))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("cloudflared told no URL within");
    }

    @Test
    void without_the_program_it_says_what_is_missing() {
        assertThat(Tunnel.find("/nowhere")).isEmpty();
        assertThatThrownBy(
                        () -> Tunnel.open(Optional.empty(), QUICK, "http://127.0.0.1:1", PATIENCE))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("cloudflared, which is not on the PATH");
    }

    @Test
    void without_a_wish_there_is_no_tunnel() {
        Plain plain = new Plain(new ArrayList<>());
        assertThat(PublicServer.of(plain, new TunnelConfig(false, null), Optional.empty()))
                .isSameAs(plain);
        assertThat(plain.publicUrl()).isEmpty();
    }
}
