package dev.parlance.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `models unload`: takes a model out of the running server's memory.
@Command(
        mixinStandardHelpOptions = true,
        description = "Take a model out of the running server's memory, once its requests ended.")
final class UnloadCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "The model's id or alias.")
    private @Nullable String model;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The base URL of another server than the configured one.")
    private @Nullable String url;

    UnloadCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        String id = Objects.requireNonNull(model);
        try (ServerClient server =
                ServerClient.of(ServerFlags.load(Objects.requireNonNull(spec)), url)) {
            server.unload(id);
        }
        terminal.out().println(id + " is not in memory");
        return 0;
    }
}
