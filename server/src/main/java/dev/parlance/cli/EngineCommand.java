package dev.parlance.cli;

import dev.parlance.config.Config;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `engine`: the native libraries of the llama engine.
@Command(
        mixinStandardHelpOptions = true,
        description = {
            "List, fetch or remove the native libraries that run GGUF models.",
            "A current llama.cpp is faster and knows more models than the one that comes along."
                    + " It is fetched with npm and checked against hashes that come with Parlance."
        })
final class EngineCommand implements Callable<Integer> {
    /// What to do.
    enum Action {
        list,
        install,
        remove
    }

    private final Terminal terminal;
    private final EngineLibraries libraries;

    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            defaultValue = "list",
            paramLabel = "ACTION",
            description = "list (the default), install or remove.")
    private Action action = Action.list;

    @Option(
            names = "--variant",
            defaultValue = "cpu",
            paramLabel = "VARIANT",
            description = "Which build: cpu (the default), vulkan or cuda.")
    private String variant = "cpu";

    EngineCommand(Terminal terminal, EngineLibraries libraries) {
        this.terminal = terminal;
        this.libraries = libraries;
    }

    @Override
    public Integer call() throws InterruptedException {
        Config config = ServerFlags.load(Objects.requireNonNull(spec));
        switch (action) {
            case list -> libraries.list(config).forEach(terminal.out()::println);
            case install ->
                    terminal.out()
                            .println(libraries.install(config, variant, terminal.err()::println));
            case remove -> terminal.out().println(libraries.remove(config, variant));
        }
        return 0;
    }
}
