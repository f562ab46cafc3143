package dev.parlance.app;

import dev.parlance.cli.Cli;
import dev.parlance.cli.StopSignal;
import dev.parlance.cli.Terminal;

/// The entry point.
public final class Main {
    private Main() {}

    /// Runs one command and ends the process with its exit code.
    public static void main(String[] arguments) {
        Cli cli =
                new Cli(
                        Terminal.system(),
                        (config, mode) -> {
                            Logging.start(config.log());
                            return PublicServer.of(
                                    Parlance.start(config, mode),
                                    config.tunnel(),
                                    Tunnel.find(System.getenv().getOrDefault("PATH", "")));
                        },
                        new Installation(),
                        new NativeChoice(),
                        () -> StopSignal.ofProcess().await());
        System.exit(cli.run(arguments));
    }
}
