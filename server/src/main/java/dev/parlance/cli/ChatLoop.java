package dev.parlance.cli;

import java.io.IOException;
import java.util.List;

/// The dialogue of `chat` with a person: reads a line, prints the reply, until `/quit`.
final class ChatLoop {
    private static final String HELP =
            """
            /model NAME   ask another model (alone: list them)
            /system TEXT  say what the model should be (alone: nothing)
            /reset        forget what was said
            /quit         end; so does Ctrl-D
            Ctrl-C ends a reply that is coming in.\
            """;

    private final Terminal terminal;
    private final Conversation conversation;
    private final ServerClient server;

    ChatLoop(Terminal terminal, Conversation conversation, ServerClient server) {
        this.terminal = terminal;
        this.conversation = conversation;
        this.server = server;
    }

    /// Runs until the person ends it.
    ///
    /// @return the exit code
    int run() throws IOException, InterruptedException {
        Signals.on("INT", this::interrupted);
        terminal.out().println("Chatting with " + server.url() + ". /help lists the commands.");
        while (true) {
            terminal.out().print("> ");
            terminal.out().flush();
            String line = terminal.in().readLine();
            if (line == null || line.strip().equals("/quit")) {
                return 0;
            }
            try {
                take(line.strip());
            } catch (ClientException e) {
                terminal.err().println(e.getMessage());
            }
        }
    }

    private void interrupted() {
        if (!conversation.cancel()) {
            Runtime.getRuntime().halt(130);
        }
    }

    private void take(String line) throws InterruptedException {
        String[] parts = line.split("\\s+", 2);
        String rest = parts.length > 1 ? parts[1] : "";
        switch (parts[0]) {
            case "" -> {}
            case "/reset" -> {
                conversation.reset();
                terminal.out().println("(forgotten)");
            }
            case "/model" -> model(rest);
            case "/system" -> {
                conversation.useSystem(rest);
                terminal.out().println(rest.isEmpty() ? "(no system text)" : "(system text set)");
            }
            case "/help" -> terminal.out().println(HELP);
            default -> {
                if (parts[0].startsWith("/")) {
                    terminal.out().println("Unknown command " + parts[0] + ".\n" + HELP);
                } else {
                    ask(line);
                }
            }
        }
    }

    private void model(String name) throws InterruptedException {
        if (name.isEmpty()) {
            List<String> ids = server.models();
            terminal.out().println("Asking " + conversation.model() + ". Served: " + ids);
        } else {
            conversation.useModel(name);
            terminal.out().println("(asking " + name + ")");
        }
    }

    private void ask(String question) throws InterruptedException {
        boolean whole =
                conversation.ask(
                        question,
                        piece -> {
                            terminal.out().print(piece);
                            terminal.out().flush();
                        });
        terminal.out().println(whole ? "" : " (cancelled)");
    }
}
