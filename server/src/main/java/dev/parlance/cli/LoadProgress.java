package dev.parlance.cli;

import dev.parlance.cli.RunningServer.Loading;
import java.util.Optional;
import java.util.function.Supplier;

/// What a person sees while a model is loaded: a bar that grows in a terminal, else a line for
/// every tenth. Loads that are over before the first pause are not worth a word.
final class LoadProgress {
    private static final int WIDTH = 30;
    private static final int TENTHS = 10;

    /// Waits a moment; interrupted when nobody wants to see more.
    @FunctionalInterface
    interface Pause {
        void take() throws InterruptedException;
    }

    private final Terminal terminal;
    private int shown = -1;

    LoadProgress(Terminal terminal) {
        this.terminal = terminal;
    }

    /// Shows the load until it is over, or the thread is interrupted.
    ///
    /// @param loading what is being loaded now; empty when nothing is
    void follow(Supplier<Optional<Loading>> loading, Pause pause) {
        try {
            pause.take();
            for (Optional<Loading> now = loading.get(); now.isPresent(); now = loading.get()) {
                show(now.get());
                pause.take();
            }
            end();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Takes the bar away.
    void end() {
        if (shown >= 0 && terminal.interactive()) {
            terminal.err().print("\r" + " ".repeat(WIDTH * 3) + "\r");
            terminal.err().flush();
        }
    }

    /// Shows how far a load has come.
    void show(Loading loading) {
        int tenth = (int) (loading.progress() * TENTHS);
        int percent = (int) (loading.progress() * 100);
        if (terminal.interactive()) {
            int filled = (int) (loading.progress() * WIDTH);
            terminal.err()
                    .print(
                            "\r"
                                    + loading.model()
                                    + " ["
                                    + "#".repeat(filled)
                                    + "-".repeat(WIDTH - filled)
                                    + "] "
                                    + percent
                                    + " %");
            shown = tenth;
        } else if (tenth > shown) {
            terminal.err().println("Loading " + loading.model() + ": " + percent + " %");
            shown = tenth;
        }
        terminal.err().flush();
    }
}
