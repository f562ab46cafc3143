package dev.parlance.cli;

import dev.parlance.cli.RunningServer.Loading;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `models load`: brings a model into the running server's memory, with a bar.
@Command(
        mixinStandardHelpOptions = true,
        description = "Load a model into the running server's memory.")
final class LoadCommand extends RunningModelCommand {
    @Option(
            names = "--keep-alive",
            paramLabel = "TIME",
            description = "How long it stays after its last use: 10m, 1h30m, forever.")
    private @Nullable String keepAlive;

    LoadCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    String ask(ServerClient server, String id) throws InterruptedException {
        LoadProgress progress = new LoadProgress(terminal());
        try {
            server.load(id, keepAlive, loaded -> progress.show(new Loading(id, loaded)));
        } finally {
            progress.end();
        }
        return "is loaded";
    }
}
