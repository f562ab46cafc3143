package dev.parlance.core.call;

import dev.parlance.core.call.Disposition.Outcome;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import java.util.ArrayList;
import java.util.List;

/// The collected dispositions of one call; dialect, gateway and engine all report here.
///
/// Thread-safe. Bounded: what comes after the first [#MAX] is counted, not kept.
public final class Dispositions {
    /// How many are kept.
    public static final int MAX = 64;

    private final List<Disposition> entries = new ArrayList<>();
    private int dropped;

    /// Adds what became of a field; a second report on the same field and outcome is dropped.
    public synchronized void add(String field, Outcome outcome, String reason) {
        for (Disposition entry : entries) {
            if (entry.field().equals(field) && entry.outcome() == outcome) {
                return;
            }
        }
        if (entries.size() < MAX) {
            entries.add(new Disposition(field, outcome, reason));
        } else {
            dropped++;
        }
    }

    /// Shorthand for a field without effect.
    public void ignored(String field, String reason) {
        add(field, Outcome.IGNORED, reason);
    }

    /// What has been reported so far, in order.
    public synchronized List<Disposition> entries() {
        return List.copyOf(entries);
    }

    /// How many reports did not fit.
    public synchronized int dropped() {
        return dropped;
    }

    /// Returns if no field was ignored.
    ///
    /// @throws ApiException `InvalidRequest` that names the first ignored field
    public synchronized void refuseIgnored() {
        for (Disposition entry : entries) {
            if (entry.outcome() == Outcome.IGNORED) {
                throw new ApiException(
                        new InvalidRequest(
                                entry.field(),
                                "Strict mode: '"
                                        + entry.field()
                                        + "' would be ignored ("
                                        + entry.reason()
                                        + ").",
                                "ignored_parameter"));
            }
        }
    }
}
