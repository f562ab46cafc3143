package dev.parlance.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// A command that asks the running server to do something with one model, and says what came of it.
abstract class RunningModelCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "The model's id or alias.")
    private @Nullable String model;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The base URL of another server than the configured one.")
    private @Nullable String url;

    RunningModelCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    final Terminal terminal() {
        return terminal;
    }

    /// Asks the server; what it returns follows the model's id in the output.
    abstract String ask(ServerClient server, String id) throws InterruptedException;

    @Override
    public final Integer call() throws InterruptedException {
        String id = Objects.requireNonNull(model);
        String outcome;
        try (ServerClient server =
                ServerClient.of(ServerFlags.load(Objects.requireNonNull(spec)), url)) {
            outcome = ask(server, id);
        }
        terminal.out().println(id + " " + outcome);
        return 0;
    }
}
