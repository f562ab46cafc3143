package dev.parlance.cli;

import dev.parlance.hub.Bytes;
import dev.parlance.hub.PullProgress;
import java.util.function.LongSupplier;

/// What a person sees while a model comes: a bar with speed and time left in a terminal, else a
/// line for every tenth of the file.
final class PullBar implements PullProgress {
    private static final int WIDTH = 24;
    private static final int TENTHS = 10;
    private static final long REDRAW_NANOS = 100_000_000;

    private final Terminal terminal;
    private final LongSupplier nanoTime;
    private String name = "";
    private int tenth = -1;
    private long first;
    private long began;
    private long drawn;
    private int width;

    /// @param nanoTime for speed and the time between two drawings
    PullBar(Terminal terminal, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.nanoTime = nanoTime;
    }

    @Override
    public void file(String newName, int number, int files) {
        clear();
        name = files == 1 ? newName : newName + " (" + number + " of " + files + ")";
        tenth = -1;
        first = -1;
        terminal.err().println("Pulling " + name);
    }

    @Override
    public void bytes(long present, long total) {
        long now = nanoTime.getAsLong();
        if (first < 0) {
            first = present;
            began = now;
        }
        if (terminal.interactive()) {
            if (now - drawn > REDRAW_NANOS || present == total) {
                drawn = now;
                draw(present, total, now);
            }
            if (present == total) {
                clear();
            }
        } else if (total > 0 && (int) (present * TENTHS / total) > tenth) {
            tenth = (int) (present * TENTHS / total);
            terminal.err().println(figures(present, total));
        }
        terminal.err().flush();
    }

    private static String figures(long present, long total) {
        return total < 0
                ? Bytes.text(present)
                : present * 100 / Math.max(1, total)
                        + " % ("
                        + Bytes.text(present)
                        + " of "
                        + Bytes.text(total)
                        + ")";
    }

    private void draw(long present, long total, long now) {
        StringBuilder line = new StringBuilder("\r");
        if (total > 0) {
            int filled = (int) (present * WIDTH / total);
            line.append('[')
                    .append("#".repeat(filled))
                    .append("-".repeat(WIDTH - filled))
                    .append("] ");
        }
        line.append(figures(present, total));
        double seconds = (now - began) / 1e9;
        if (seconds > 1 && present > first) {
            double speed = (present - first) / seconds;
            line.append(", ").append(Bytes.text((long) speed)).append("/s");
            if (total > 0) {
                line.append(", ").append(left((long) ((total - present) / speed)));
            }
        }
        int length = line.length();
        line.repeat(' ', Math.max(0, width - length));
        width = length;
        terminal.err().print(line);
    }

    private static String left(long seconds) {
        return seconds < 60
                ? seconds + " s left"
                : seconds < 3600
                        ? seconds / 60 + " min left"
                        : seconds / 3600 + " h " + seconds % 3600 / 60 + " min left";
    }

    private void clear() {
        if (width > 0) {
            terminal.err().print("\r" + " ".repeat(width) + "\r");
            width = 0;
        }
    }

    @Override
    public void notice(String text) {
        clear();
        terminal.err().println(text);
    }
}
