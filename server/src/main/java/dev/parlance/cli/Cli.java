package dev.parlance.cli;

import dev.parlance.cli.ServerStarter.Mode;
import dev.parlance.config.ConfigException;
import dev.parlance.hub.HubException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// The command line: parses, runs one command, turns what goes wrong into one line and a code.
public final class Cli {
    /// The commands that start a server or describe one.
    private static final Set<String> STARTING = Set.of("serve", "dev", "config", "doctor");

    private final Terminal terminal;
    private final ServerStarter starter;
    private final Inspector inspector;
    private final EngineLibraries libraries;
    private final StopSignal stop;

    /// A command line that starts servers with `starter`.
    public Cli(
            Terminal terminal,
            ServerStarter starter,
            Inspector inspector,
            EngineLibraries libraries,
            StopSignal stop) {
        this.terminal = terminal;
        this.starter = starter;
        this.inspector = inspector;
        this.libraries = libraries;
        this.stop = stop;
    }

    /// What is shown without a command.
    @Command(
            name = "parlance",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            synopsisSubcommandLabel = "COMMAND",
            header = "One self-hosted AI server that speaks the dialect of every client.",
            footer = {
                "",
                "In a clone, test builds and runs the test suite.",
                "Start with: parlance serve"
            })
    private static final class Root {}

    /// Runs the command that these arguments name.
    ///
    /// @return the exit code: 0 fine, 1 it failed, 2 the command line or configuration is wrong
    public int run(String... arguments) {
        CommandLine root = new CommandLine(new Root());
        add(root, "serve", new ServeCommand(terminal, starter, libraries, stop, Mode.SERVE))
                .getCommandSpec()
                .usageMessage()
                .description("Start the server.");
        add(root, "dev", new ServeCommand(terminal, starter, libraries, stop, Mode.DEV))
                .getCommandSpec()
                .usageMessage()
                .description("Start a server with scripted answers and a ready-made key.");
        add(root, "chat", new ChatCommand(terminal));
        CommandLine models = add(root, "models", new ModelsCommand(terminal));
        add(models, "list", new StoredModels.ListCommand(terminal));
        add(models, "show", new StoredModels.ShowCommand(terminal, inspector));
        add(models, "rm", new StoredModels.RemoveCommand(terminal));
        add(root, "pull", new PullCommand(terminal));
        add(models, "load", new LoadCommand(terminal));
        add(models, "unload", new UnloadCommand(terminal));
        add(root, "engine", new EngineCommand(terminal, libraries));
        add(root, "doctor", new DoctorCommand(terminal, inspector));
        add(root, "config", new ConfigCommand(terminal));
        add(root, "rehearse", new RehearseCommand(terminal, starter))
                .getCommandSpec()
                .usageMessage()
                .hidden(true);
        root.setOut(writer(terminal.out()));
        root.setErr(writer(terminal.err()));
        root.setExecutionExceptionHandler(this::failed);
        IParameterExceptionHandler usual = root.getParameterExceptionHandler();
        root.setParameterExceptionHandler((problem, words) -> refused(problem, words, usual));
        root.getSubcommands()
                .forEach((name, command) -> {
                    if (STARTING.contains(name)) {
                        ServerFlags.addTextgen(command);
                    }
                });
        if (arguments.length == 0) {
            root.usage(terminal.out());
            return 0;
        }
        return root.execute(arguments);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, stream.charset()), true);
    }

    private static CommandLine add(CommandLine root, String name, Object command) {
        CommandLine line = new CommandLine(command);
        ServerFlags.addTo(line);
        root.addSubcommand(name, line);
        return line;
    }

    /// A word that the table of flags refuses needs no usage below it.
    private int refused(
            ParameterException problem, String[] words, IParameterExceptionHandler usual)
            throws Exception {
        if (problem.getCause() instanceof ConfigException e) {
            terminal.err().println(e.getMessage());
            return 2;
        }
        return usual.handleParseException(problem, words);
    }

    private int failed(Exception problem, CommandLine command, ParseResult parsed) {
        switch (problem) {
            case ConfigException e -> {
                terminal.err().println(e.getMessage());
                return 2;
            }
            case StartException e -> terminal.err().println(e.getMessage());
            case ClientException e -> terminal.err().println(e.getMessage());
            case HubException e -> terminal.err().println(e.getMessage());
            default -> {
                terminal.err().println("Parlance met an unexpected condition:");
                problem.printStackTrace(terminal.err());
            }
        }
        return 1;
    }
}
