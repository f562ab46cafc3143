package dev.parlance.app;

import dev.parlance.core.store.Ledger;
import dev.parlance.core.usage.LedgerEntry;
import dev.parlance.core.usage.LedgerEntry.Outcome;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A ledger that logs one line per call, and passes the entry on. Prompts and replies are not in
/// it.
final class CallLog implements Ledger {
    private static final Logger LOG = LoggerFactory.getLogger("dev.parlance.calls");

    private final Ledger next;

    CallLog(Ledger next) {
        this.next = next;
    }

    @Override
    public void record(LedgerEntry entry) {
        next.record(entry);
        if (entry.outcome() == Outcome.FAILED) {
            LOG.warn("{}", line(entry));
        } else if (LOG.isInfoEnabled()) {
            LOG.info("{}", line(entry));
        }
    }

    /// The line: what was asked of which model by whom, and what it took.
    static String line(LedgerEntry entry) {
        StringBuilder line = new StringBuilder(200);
        line.append(entry.operation().wireName())
                .append(' ')
                .append(entry.outcome().name().toLowerCase(Locale.ROOT));
        if (entry.failure() != null) {
            line.append(" (").append(entry.failure().name().toLowerCase(Locale.ROOT)).append(')');
        }
        line.append(" model=").append(entry.requestModel());
        if (entry.responseModel() != null && !entry.responseModel().equals(entry.requestModel())) {
            line.append("->").append(entry.responseModel());
        }
        line.append(" caller=").append(entry.callerId());
        line.append(" in=").append(entry.usage().inputTokens());
        line.append(" out=").append(entry.usage().outputTokens());
        line.append(" queued=").append(entry.timings().queued().toMillis()).append("ms");
        if (entry.timings().timeToFirstChunk() != null) {
            line.append(" first=")
                    .append(entry.timings().timeToFirstChunk().toMillis())
                    .append("ms");
        }
        line.append(" total=").append(entry.timings().total().toMillis()).append("ms");
        return line.append(" id=").append(entry.requestId()).toString();
    }
}
