package dev.parlance.cli;

import dev.parlance.cli.ServerStarter.Mode;
import dev.parlance.config.Config;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A command line under test: what it printed, what it started.
final class Shell {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<Check> checks = new ArrayList<>();
    private String typed = "";
    private boolean interactive;
    final List<Started> started = new ArrayList<>();
    final FakeLibraries libraries = new FakeLibraries();

    /// One start of a server.
    record Started(Config config, Mode mode, List<String> events) implements RunningServer {
        @Override
        public List<String> urls() {
            return List.of("http://127.0.0.1:5000");
        }

        @Override
        public String model() {
            return "parlance-builtin (the built-in model)";
        }

        @Override
        public Optional<String> library() {
            return Optional.of("llama.cpp 0.5.0 (cpu), installed");
        }

        @Override
        public Optional<Loading> loading() {
            return Optional.empty();
        }

        @Override
        public boolean wantsKey() {
            return !config.apiKeys().isEmpty();
        }

        @Override
        public void close() {
            events.add("closed");
        }
    }

    Shell typing(String text) {
        typed = text;
        interactive = true;
        return this;
    }

    Shell piping(String text) {
        typed = text;
        interactive = false;
        return this;
    }

    Shell finding(Check check) {
        checks.add(check);
        return this;
    }

    int run(String... arguments) {
        return runWith(this::start, arguments);
    }

    int runWith(ServerStarter starter, String... arguments) {
        Terminal terminal =
                new Terminal(
                        new BufferedReader(new StringReader(typed)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        interactive);
        return new Cli(terminal, starter, _ -> List.copyOf(checks), libraries, () -> 130)
                .run(arguments);
    }

    private RunningServer start(Config config, Mode mode) {
        Started server = new Started(config, mode, new ArrayList<>());
        started.add(server);
        return server;
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
