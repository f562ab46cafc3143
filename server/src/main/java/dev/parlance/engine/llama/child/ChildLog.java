package dev.parlance.engine.llama.child;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a child says on its standard error, led into our log: a bounded number of lines of bounded
/// length, without control characters. Thread-safe.
final class ChildLog {
    private static final Logger LOG = LoggerFactory.getLogger(ChildLog.class);
    private static final int MAX_CHARS = 500;
    private static final int MAX_LINES = 200;
    private static final long PERIOD_NANOS = 60_000_000_000L;
    private static final int KEPT = 4;
    private static final Pattern SIGNAL = Pattern.compile("#\\s+(SIG[A-Z]{2,8}) \\(");

    private final String model;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Deque<String> last = new ArrayDeque<>();
    private String signal = "";
    private long periodBegan = System.nanoTime();
    private int lines;

    ChildLog(String model) {
        this.model = model;
    }

    /// Reads a process's standard error until its end.
    void follow(InputStream error) {
        try (InputStream in = new BufferedInputStream(error)) {
            lines(in, this::add);
        } catch (IOException e) {
            LOG.debug("the log of the process of {} broke off", model, e);
        } finally {
            ended.countDown();
        }
    }

    /// Looks for the signal in what a crashing Java prints among its frames. Nothing of it is
    /// logged: there may be replies in it.
    void search(InputStream frames) {
        try {
            lines(frames, this::look);
        } catch (IOException e) {
            LOG.debug("the output of the process of {} broke off", model, e);
        }
    }

    private static void lines(InputStream in, Consumer<String> sink) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                sink.accept(line.toString());
                line.setLength(0);
            } else if (line.length() < MAX_CHARS) {
                line.append(b < ' ' || b == 0x7f ? ' ' : (char) b);
            }
        }
        sink.accept(line.toString());
    }

    private synchronized void look(String line) {
        Matcher matcher = SIGNAL.matcher(line);
        if (matcher.find()) {
            signal = matcher.group(1);
        }
    }

    private synchronized void add(String line) {
        if (line.isBlank() || line.equals("#")) {
            return;
        }
        look(line);
        last.add(line);
        if (last.size() > KEPT) {
            last.remove();
        }
        if (System.nanoTime() - periodBegan > PERIOD_NANOS) {
            periodBegan = System.nanoTime();
            lines = 0;
        }
        if (++lines <= MAX_LINES) {
            LOG.info("[{}] {}", model, line);
        } else if (lines == MAX_LINES + 1) {
            LOG.warn("[{}] says more than {} lines a minute; the rest is left out", model, lines);
        }
    }

    /// Waits until all has been read, a moment at most.
    void await(Duration atMost) throws InterruptedException {
        boolean _ = ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// The signal that a crashing Java told of, or nothing.
    synchronized String signal() {
        return signal;
    }

    /// The last lines.
    synchronized String last() {
        return last.isEmpty() ? "" : "Its last words: " + String.join(" | ", last);
    }
}
