package dev.parlance.cli;

import dev.parlance.cli.ServerStarter.Mode;
import dev.parlance.config.Config;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `serve` and `dev`: a server until somebody asks it to stop.
@Command(mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    /// The key of a `dev` server when none is configured; it guards nothing.
    static final String DEV_KEY = "sk-parlance-dev";

    private static final Duration LOOK = Duration.ofMillis(500);

    private final Terminal terminal;
    private final ServerStarter starter;
    private final EngineLibraries libraries;
    private final StopSignal stop;
    private final Mode mode;

    @Spec private @Nullable CommandSpec spec;

    ServeCommand(
            Terminal terminal,
            ServerStarter starter,
            EngineLibraries libraries,
            StopSignal stop,
            Mode mode) {
        this.terminal = terminal;
        this.starter = starter;
        this.libraries = libraries;
        this.stop = stop;
        this.mode = mode;
    }

    @Override
    public Integer call() throws InterruptedException {
        CommandSpec command = java.util.Objects.requireNonNull(spec);
        Config config = ServerFlags.load(command);
        String seeded = null;
        if (mode == Mode.DEV && config.apiKeys().isEmpty()) {
            seeded = DEV_KEY;
            config = ServerFlags.load(command, Map.of("--api-key", DEV_KEY));
        }
        config.notices().forEach(notice -> terminal.err().println("Note: " + notice));
        config.refuseExposure();
        config.refuseTunnelToTls();
        if (mode == Mode.SERVE) {
            libraries.prepare(config, terminal.err()::println);
        }
        try (RunningServer server = starter.start(config, mode)) {
            Banner.lines(server, seeded).forEach(terminal.out()::println);
            terminal.out().println("Stop:   Ctrl-C");
            terminal.out().flush();
            return follow(server);
        }
    }

    private int follow(RunningServer server) throws InterruptedException {
        LoadProgress progress = new LoadProgress(terminal);
        Thread watcher =
                Thread.ofVirtual()
                        .name("load-progress")
                        .start(() -> progress.follow(server::loading, () -> Thread.sleep(LOOK)));
        try {
            return stop.await();
        } finally {
            watcher.interrupt();
        }
    }
}
