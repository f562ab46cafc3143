package dev.parlance.cli;

import dev.parlance.cli.RunningServer.Loading;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `models load`: brings a model into the running server's memory, with a bar.
@Command(
        mixinStandardHelpOptions = true,
        description = "Load a model into the running server's memory.")
final class LoadCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "The model's id or alias.")
    private @Nullable String model;

    @Option(
            names = "--keep-alive",
            paramLabel = "TIME",
            description = "How long it stays after its last use: 10m, 1h30m, forever.")
    private @Nullable String keepAlive;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The base URL of another server than the configured one.")
    private @Nullable String url;

    LoadCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        String id = Objects.requireNonNull(model);
        LoadProgress progress = new LoadProgress(terminal);
        try (ServerClient server =
                ServerClient.of(ServerFlags.load(Objects.requireNonNull(spec)), url)) {
            server.load(id, keepAlive, loaded -> progress.show(new Loading(id, loaded)));
        } finally {
            progress.end();
        }
        terminal.out().println(id + " is loaded");
        return 0;
    }
}
