package dev.parlance.cli;

import dev.parlance.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `doctor`: what this installation is made of, what stands in its way, and one next step.
@Command(
        mixinStandardHelpOptions = true,
        description = "Look at this installation and name the next step.")
final class DoctorCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Inspector inspector;

    @Spec private @Nullable CommandSpec spec;

    DoctorCommand(Terminal terminal, Inspector inspector) {
        this.terminal = terminal;
        this.inspector = inspector;
    }

    @Override
    public Integer call() {
        Config config = ServerFlags.load(Objects.requireNonNull(spec));
        MachineChecks machine = new MachineChecks(config);
        List<Check> checks = new ArrayList<>(machine.versions());
        checks.addAll(inspector.inspect(config));
        checks.addAll(machine.surroundings());
        int width = checks.stream().mapToInt(check -> check.name().length()).max().orElse(0);
        for (Check check : checks) {
            String mark = check.nextStep() == null ? "  " : "! ";
            String gap = " ".repeat(width - check.name().length() + 2);
            terminal.out().println(mark + check.name() + gap + check.found());
        }
        Optional<String> step =
                checks.stream().map(Check::nextStep).filter(Objects::nonNull).findFirst();
        terminal.out().println();
        terminal.out().println("Next step: " + step.orElseGet(machine::usualStep));
        return step.isPresent() ? 1 : 0;
    }
}
