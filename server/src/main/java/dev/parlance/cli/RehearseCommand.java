package dev.parlance.cli;

import dev.parlance.cli.ServerStarter.Mode;
import dev.parlance.config.Config;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `rehearse`: starts a server, asks it what clients usually ask, and ends. The launcher runs it
/// once per build, so that the JVM learns which classes a start needs (JEP 514).
@Command(mixinStandardHelpOptions = true)
final class RehearseCommand implements Callable<Integer> {
    private static final int ROUNDS = 3;

    private final Terminal terminal;
    private final ServerStarter starter;

    @Spec private @Nullable CommandSpec spec;

    RehearseCommand(Terminal terminal, ServerStarter starter) {
        this.terminal = terminal;
        this.starter = starter;
    }

    @Override
    public Integer call() throws InterruptedException {
        Config config =
                ServerFlags.load(
                        Objects.requireNonNull(spec), Map.of("--host", "127.0.0.1", "--port", "0"));
        int failed = 0;
        for (Mode mode : Mode.values()) {
            try {
                rehearse(config, mode);
            } catch (StartException | ClientException e) {
                // What could be rehearsed still helps.
                terminal.err().println(mode + ": " + e.getMessage());
                failed++;
            }
        }
        return failed == Mode.values().length ? 1 : 0;
    }

    private void rehearse(Config config, Mode mode) throws InterruptedException {
        try (RunningServer server = starter.start(config, mode);
                ServerClient client = ServerClient.of(config, server.urls().getFirst())) {
            Banner.lines(server, null).forEach(terminal.out()::println);
            client.models();
            Conversation conversation = new Conversation(client, "default");
            for (int i = 0; i < ROUNDS; i++) {
                conversation.ask("Hello!", _ -> {});
            }
        }
    }
}
