package dev.parlance.cli;

import dev.parlance.config.Config;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `chat`: a conversation in the terminal with a running server.
@Command(
        mixinStandardHelpOptions = true,
        description = {
            "Chat with a running server.",
            "With a question it prints the answer and ends; so it does with a question piped in."
        })
final class ChatCommand implements Callable<Integer> {
    private static final int MAX_PIPED_CHARS = 1 << 20;

    private final Terminal terminal;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The base URL of another server than the configured one.")
    private @Nullable String url;

    @Option(names = "--system", paramLabel = "TEXT", description = "What the model should be.")
    private @Nullable String system;

    @Parameters(paramLabel = "QUESTION", arity = "0..*", description = "One question.")
    private List<String> words = List.of();

    ChatCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        Config config = ServerFlags.load(Objects.requireNonNull(spec));
        try (ServerClient server = ServerClient.of(config, url)) {
            Conversation conversation = new Conversation(server, model(config));
            if (system != null) {
                conversation.useSystem(system);
            }
            if (!words.isEmpty()) {
                return once(conversation, String.join(" ", words));
            }
            if (!terminal.interactive()) {
                return once(conversation, piped());
            }
            return new ChatLoop(terminal, conversation, server).run();
        }
    }

    /// The name to ask for; a file's path means something to the server that serves it alone.
    private static String model(Config config) {
        String wanted = config.models().defaultModel();
        return wanted == null || wanted.endsWith(".gguf") ? "default" : wanted;
    }

    private int once(Conversation conversation, String question) throws InterruptedException {
        conversation.ask(
                question,
                piece -> {
                    terminal.out().print(piece);
                    terminal.out().flush();
                });
        terminal.out().println();
        return 0;
    }

    private String piped() throws IOException {
        char[] text = new char[MAX_PIPED_CHARS + 1];
        int length = 0;
        for (int n = 0; n >= 0 && length < text.length; length += Math.max(n, 0)) {
            n = terminal.in().read(text, length, text.length - length);
        }
        String question = new String(text, 0, length).strip();
        if (length > MAX_PIPED_CHARS || question.isEmpty()) {
            throw new ClientException(
                    question.isEmpty()
                            ? "Nothing was piped in. Ask with: parlance chat \"question\""
                            : "The question is longer than " + MAX_PIPED_CHARS + " characters.",
                    null);
        }
        return question;
    }
}
