package dev.parlance.cli;

import picocli.CommandLine.Command;

/// `models unload`: takes a model out of the running server's memory.
@Command(
        mixinStandardHelpOptions = true,
        description = "Take a model out of the running server's memory, once its requests ended.")
final class UnloadCommand extends RunningModelCommand {
    UnloadCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    String ask(ServerClient server, String id) throws InterruptedException {
        server.unload(id);
        return "is not in memory";
    }
}
