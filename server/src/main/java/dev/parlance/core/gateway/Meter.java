package dev.parlance.core.gateway;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.Kind;
import dev.parlance.core.route.Route;
import dev.parlance.core.store.Ledger;
import dev.parlance.core.usage.LedgerEntry;
import dev.parlance.core.usage.LedgerEntry.Outcome;
import dev.parlance.core.usage.Operation;
import dev.parlance.core.usage.Timings;
import dev.parlance.core.usage.Usage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The measurement of one call; whatever ends the call first settles it, exactly once.
///
/// Thread-safe: the stream's thread measures while another may close.
final class Meter {
    private final CallContext context;
    private final Operation operation;
    private final String requestModel;
    private final Ledger ledger;
    private final Instant startedAt;
    private final long startNanos = System.nanoTime();
    private final AtomicBoolean settled = new AtomicBoolean();
    private volatile @Nullable Route route;
    private volatile Duration queued = Duration.ZERO;
    private volatile @Nullable Duration timeToFirstChunk;
    private volatile int chunks;

    Meter(
            CallContext context,
            Operation operation,
            String requestModel,
            Ledger ledger,
            Clock clock) {
        this.context = context;
        this.operation = operation;
        this.requestModel = requestModel;
        this.ledger = ledger;
        this.startedAt = clock.instant();
    }

    void routed(Route resolved) {
        route = resolved;
    }

    void admitted(Duration waited) {
        queued = waited;
    }

    /// Counts one output event; only the stream's own thread calls this.
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer; volatile for the closing thread
    void chunk() {
        if (chunks++ == 0) {
            timeToFirstChunk = sinceStart();
        }
    }

    void finished(Usage usage) {
        settle(Outcome.FINISHED, null, usage);
    }

    void failed(RuntimeException failure) {
        Kind kind = failure instanceof ApiException e ? e.problem().kind() : Kind.INTERNAL;
        settle(Outcome.FAILED, kind, soFar());
    }

    void cancelled() {
        settle(Outcome.CANCELLED, null, soFar());
    }

    /// What is known of an unfinished call: at least one token per event, hence an estimate.
    private Usage soFar() {
        return chunks == 0 ? Usage.NONE : new Usage(0, chunks, 0, 0, true);
    }

    private void settle(Outcome outcome, @Nullable Kind failure, Usage usage) {
        if (!settled.compareAndSet(false, true)) {
            return;
        }
        Route reached = route;
        ledger.record(
                new LedgerEntry(
                        context.requestId(),
                        startedAt,
                        context.caller().id(),
                        operation,
                        requestModel,
                        reached == null ? null : reached.card().id().value(),
                        reached == null ? null : reached.engine().name(),
                        usage,
                        new Timings(queued, timeToFirstChunk, sinceStart(), chunks),
                        outcome,
                        failure));
    }

    private Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
