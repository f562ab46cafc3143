package dev.parlance.cli;

import dev.parlance.config.Config;
import dev.parlance.hub.Bytes;
import dev.parlance.hub.ModelStore;
import dev.parlance.hub.Provenance;
import dev.parlance.hub.StoredModel;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `models list`, `models show` and `models rm`: the models folders.
final class StoredModels {
    private StoredModels() {}

    private static ModelStore store(@Nullable CommandSpec spec) {
        Config config = ServerFlags.load(Objects.requireNonNull(spec));
        return new ModelStore(config.models().folders());
    }

    /// `models list`.
    @Command(
            mixinStandardHelpOptions = true,
            description = "List the models in the models folders, whether a server runs or not.")
    static final class ListCommand implements Callable<Integer> {
        private final Terminal terminal;

        @Spec private @Nullable CommandSpec spec;

        ListCommand(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            List<StoredModel> models = store(spec).models();
            int width = models.stream().mapToInt(m -> m.id().length()).max().orElse(0);
            for (StoredModel model : models) {
                String from =
                        Provenance.of(model.firstFile())
                                .map(p -> "from " + p.source())
                                .orElse("put here by hand");
                String gap = " ".repeat(width - model.id().length() + 2);
                terminal.out()
                        .printf("%s%s%9s  %s%n", model.id(), gap, Bytes.text(model.bytes()), from);
            }
            if (models.isEmpty()) {
                terminal.err()
                        .println("The models folders are empty; ./parlance pull brings models.");
            }
            return 0;
        }
    }

    /// `models show`.
    @Command(
            mixinStandardHelpOptions = true,
            description = "Show what a model file is and where it came from.")
    static final class ShowCommand implements Callable<Integer> {
        private final Terminal terminal;
        private final Inspector inspector;

        @Spec private @Nullable CommandSpec spec;

        @Parameters(paramLabel = "MODEL", description = "Its id, or the name it was pulled by.")
        private String model = "";

        ShowCommand(Terminal terminal, Inspector inspector) {
            this.terminal = terminal;
            this.inspector = inspector;
        }

        @Override
        public Integer call() {
            StoredModel found = store(spec).find(model);
            line("id", found.id());
            found.files().forEach(file -> line("file", file.toString()));
            line("size", Bytes.text(found.bytes()) + " (" + found.bytes() + " bytes)");
            boolean sound = true;
            for (Check check : inspector.inspectModel(found.firstFile())) {
                line(check.name(), check.found());
                sound &= check.nextStep() == null;
            }
            Optional<Provenance> provenance = Provenance.of(found.firstFile());
            provenance.ifPresentOrElse(this::show, () -> line("from", "put here by hand"));
            return sound ? 0 : 1;
        }

        private void show(Provenance provenance) {
            line("from", provenance.source());
            line("pulled as", provenance.asked());
            maybe("commit", provenance.commit());
            maybe("licence", provenance.licence());
            line("pulled at", provenance.pulledAt().toString());
            for (Provenance.Part part : provenance.files()) {
                line(
                        "sha256",
                        part.sha256()
                                + (part.checked()
                                        ? " (checked)"
                                        : " (nobody said what it must be)"));
            }
        }

        private void maybe(String name, @Nullable String value) {
            if (value != null) {
                line(name, value);
            }
        }

        private void line(String name, String value) {
            terminal.out().printf("%-16s%s%n", name, value);
        }
    }

    /// `models rm`.
    @Command(
            mixinStandardHelpOptions = true,
            description = "Delete a model from the models folders, all its parts.")
    static final class RemoveCommand implements Callable<Integer> {
        private final Terminal terminal;

        @Spec private @Nullable CommandSpec spec;

        @Parameters(paramLabel = "MODEL", description = "Its id, or the name it was pulled by.")
        private String model = "";

        RemoveCommand(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            ModelStore store = store(spec);
            StoredModel found = store.find(model);
            store.remove(found);
            terminal.out()
                    .println("Removed " + found.id() + " (" + Bytes.text(found.bytes()) + ").");
            return 0;
        }
    }
}
