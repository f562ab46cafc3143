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
    private final ServerStarter starter;

    @Spec private @Nullable CommandSpec spec;

    RehearseCommand(ServerStarter starter) {
        this.starter = starter;
    }

    @Override
    public Integer call() throws InterruptedException {
        Config config =
                ServerFlags.load(
                        Objects.requireNonNull(spec), Map.of("--host", "127.0.0.1", "--port", "0"));
        for (Mode mode : new Mode[] {Mode.DEV, Mode.SERVE}) {
            try (RunningServer server = starter.start(config, mode);
                    ServerClient client = new ServerClient(server.urls().getFirst(), null)) {
                Banner.lines(server, null);
                client.models();
                Conversation conversation = new Conversation(client, "default");
                for (int i = 0; i < 3; i++) {
                    conversation.ask("Hello!", _ -> {});
                }
            }
        }
        return 0;
    }
}
