package dev.parlance.cli;

import dev.parlance.config.Config;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `models`: what the running server serves, else what a server here would find.
@Command(
        mixinStandardHelpOptions = true,
        description = "List the models of the running server, or the model files here.")
final class ModelsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The base URL of another server than the configured one.")
    private @Nullable String url;

    @Option(
            names = {"-l", "--long"},
            description = "Show what each model does, as in a terminal, also when piped.")
    private boolean table;

    ModelsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        Config config = ServerFlags.load(Objects.requireNonNull(spec));
        try (ServerClient server = ServerClient.of(config, url)) {
            List<ModelLine> models = server.cards();
            if (table || terminal.interactive()) {
                ModelLine.table(models, Instant.now()).forEach(terminal.out()::println);
            } else {
                models.forEach(model -> terminal.out().println(model.id()));
            }
            return 0;
        } catch (ClientException e) {
            if (!e.nobodyThere() || url != null) {
                throw e;
            }
            terminal.err().println(e.getMessage());
        }
        List<Path> files = LocalModels.files(config);
        terminal.err()
                .println(
                        files.isEmpty()
                                ? "Beside the built-in model, none is here; put .gguf files into "
                                        + config.models().folders().getFirst()
                                : "Model files here, which a server would serve:");
        files.forEach(terminal.out()::println);
        return 0;
    }
}
