package dev.parlance.engine.llama.child;

import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.Overloaded;
import dev.parlance.core.problem.ApiProblem.UpstreamFailed;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The process of a child: frames to its standard input, frames from its standard output, its
/// standard error into our log.
///
/// Three platform threads, since pipes block: one starts the process, reads, and says what became
/// of it; one writes; one reads the log. The child ends when its input does, so it never outlives
/// this process. Thread-safe.
final class ChildProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);

    // A call adds one message and a few small ones; beyond this no further call is taken.
    private static final int BEHIND = 1024;
    private static final int BUFFER = 1 << 16;
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration SOON = Duration.ofSeconds(1);

    /// What a child gets of our environment: how to find libraries, time and language, no secrets.
    private static final Set<String> ENVIRONMENT =
            Set.of(
                    "PATH",
                    "HOME",
                    "TMPDIR",
                    "TZ",
                    "LANG",
                    "LC_ALL",
                    "LC_CTYPE",
                    "LD_LIBRARY_PATH",
                    "DYLD_LIBRARY_PATH",
                    "SystemRoot");

    private final ChildStart start;
    private final Consumer<FromChild> onMessage;
    private final Consumer<ApiException> onEnd;
    private final ChildLog log;
    private final BlockingQueue<ToChild> outbox = new LinkedBlockingQueue<>();
    private final Thread reader;
    private volatile @Nullable Process process;
    private volatile boolean closing;
    private volatile boolean crashed;
    private volatile @Nullable ApiException why;

    /// @param onMessage told of each message, on one thread
    /// @param onEnd told once, with what calls then fail
    ChildProcess(ChildStart start, Consumer<FromChild> onMessage, Consumer<ApiException> onEnd) {
        this.start = start;
        this.onMessage = onMessage;
        this.onEnd = onEnd;
        this.log = new ChildLog(start.model().value());
        this.reader = thread("child", this::run);
        send(new ToChild.Begin(start.model(), start.settings()));
        reader.start();
    }

    private Thread thread(String role, Runnable work) {
        Thread thread = new Thread(work, "llama-" + start.model() + "-" + role);
        thread.setDaemon(true);
        return thread;
    }

    /// Adds a message to those to be written.
    void send(ToChild message) {
        outbox.add(message);
    }

    /// True when the child does not read as fast as it is written to.
    boolean isBehind() {
        return outbox.size() > BEHIND;
    }

    boolean isClosing() {
        return closing;
    }

    /// True when the process has ended though nobody had asked it to.
    boolean crashed() {
        return crashed;
    }

    /// Asks the process to end, without waiting.
    void end() {
        closing = true;
        Process ending = process;
        if (ending != null) {
            ending.destroy();
        }
    }

    /// What calls fail with that come too late.
    ApiException why() {
        ApiException known = why;
        return known == null
                ? new ApiException(new Overloaded(SOON, "The model is being unloaded."))
                : known;
    }

    private void run() {
        String what;
        Process started;
        try {
            started = launch();
        } catch (IOException e) {
            finish("could not be started: " + e.getMessage());
            return;
        }
        process = started;
        if (closing) {
            started.destroyForcibly();
        }
        thread("child-log", () -> log.follow(started.getErrorStream())).start();
        thread("child-out", () -> write(started)).start();
        try (InputStream in = new BufferedInputStream(started.getInputStream(), BUFFER)) {
            what = follow(started, in);
        } catch (IOException _) {
            what = end(started);
        }
        finish(what);
    }

    /// Reads to the end, and says what the end was.
    private String follow(Process started, InputStream in) {
        try {
            while (true) {
                onMessage.accept(RecordCodec.decode(FromChild.class, Frames.read(in)));
            }
        } catch (IOException _) {
            // The usual end; what became of the process tells more.
            return end(started);
        } catch (CodecException e) {
            // A crashing Java prints a last word where frames should be; anything else is ended.
            LOG.warn("the process of model {} is ended: {}", start.model(), e.getMessage());
            thread("child-end", () -> end(started)).start();
            log.search(in);
            String end = end(started);
            return log.signal().isEmpty() ? "sent what it should not and " + end : end;
        } catch (RuntimeException e) {
            LOG.error("the process of model {} is ended", start.model(), e);
            started.destroyForcibly();
            return "could not be followed and " + end(started);
        }
    }

    private Process launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(start.command());
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(ENVIRONMENT);
        return builder.start();
    }

    private void write(Process started) {
        try (OutputStream out = started.getOutputStream()) {
            while (started.isAlive() && !closing) {
                ToChild message = outbox.poll(1, TimeUnit.SECONDS);
                if (message != null) {
                    Frames.write(out, RecordCodec.encode(ToChild.class, message));
                }
            }
        } catch (IOException _) {
            // The process has gone; the reader notices and says so.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("the process of model {} cannot be told", start.model(), e);
            started.destroyForcibly();
        }
    }

    private void finish(String what) {
        boolean wanted = closing;
        closing = true;
        ApiException problem = wanted ? why() : ended(what);
        if (!wanted) {
            crashed = true;
            LOG.warn("{} {}", problem.getMessage(), log.last());
        }
        why = problem;
        onEnd.accept(problem);
    }

    private ApiException ended(String what) {
        return new ApiException(
                new UpstreamFailed(
                        start.engine(),
                        null,
                        "The process of the model '"
                                + start.model()
                                + "' "
                                + what
                                + ". The next request starts another."));
    }

    /// Waits for the end of the process, by force after a while, and says what it was.
    private String end(Process ending) {
        try {
            if (!ending.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                int _ = ending.destroyForcibly().waitFor();
            }
            log.await(SOON);
            return ProcessEnd.describe(ending.exitValue(), log.signal());
        } catch (InterruptedException e) {
            ending.destroyForcibly();
            Thread.currentThread().interrupt();
            return "was ended";
        }
    }

    @Override
    public void close() {
        end();
        Process ending = process;
        try {
            if (ending != null) {
                if (!ending.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                    ending.destroyForcibly();
                }
            }
            reader.join();
        } catch (InterruptedException e) {
            if (ending != null) {
                ending.destroyForcibly();
            }
            Thread.currentThread().interrupt();
        }
    }
}
