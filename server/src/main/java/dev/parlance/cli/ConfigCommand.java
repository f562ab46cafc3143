package dev.parlance.cli;

import dev.parlance.config.Config;
import dev.parlance.config.Key;
import dev.parlance.config.Keys;
import dev.parlance.config.Setting;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `config`: every value and where it came from.
@Command(
        mixinStandardHelpOptions = true,
        description = "Print every configured value and where it came from.")
final class ConfigCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--explain",
            description = "Print what each key means, its variable and its bounds, too.")
    private boolean explain;

    ConfigCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Config config = ServerFlags.load(Objects.requireNonNull(spec));
        config.notices().forEach(notice -> terminal.out().println("# Note: " + notice));
        List<Setting> settings = config.settings().all();
        int width =
                settings.stream()
                        .mapToInt(s -> line(s).length())
                        .filter(n -> n < 60)
                        .max()
                        .orElse(0);
        Set<String> lists = new LinkedHashSet<>();
        for (Setting setting : settings) {
            if (setting.key().repeated()) {
                lists.add(setting.key().path().split("\\[", 2)[0]);
            }
            explain(setting.key());
            String line = line(setting);
            String gap = " ".repeat(Math.max(0, width - line.length()));
            terminal.out().println(line + gap + "  # " + setting.origin().phrase());
        }
        emptyLists(lists);
        return 0;
    }

    /// Lists without elements have no setting to print.
    private void emptyLists(Set<String> printed) {
        for (Key key : Keys.ALL) {
            String list = key.path().split("\\[", 2)[0];
            if (key.repeated() && printed.add(list)) {
                terminal.out().println(list + ": (none)");
            }
        }
    }

    private void explain(Key key) {
        if (explain) {
            terminal.out().println();
            terminal.out().println("# " + key.doc());
            terminal.out().println("# Takes " + key.type().phrase() + "; " + key.environmentName());
        }
    }

    private static String line(Setting setting) {
        return setting.path() + ": " + setting.shown();
    }
}
