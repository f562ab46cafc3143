package dev.parlance.core;

import dev.parlance.core.access.Caller;
import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.access.Permission;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Deadline;
import dev.parlance.core.call.Dispositions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Call contexts for tests: generous deadlines, any caller.
public final class Calls {
    private static final AtomicLong IDS = new AtomicLong();

    private Calls() {}

    /// A call of everybody with a minute of time.
    public static CallContext any() {
        return by("anonymous");
    }

    /// A call of this caller with a minute of time.
    public static CallContext by(String callerId) {
        return of(caller(callerId, List.of()), Duration.ofMinutes(1), false);
    }

    /// A call with this much time.
    public static CallContext within(Duration time) {
        return of(Caller.ANONYMOUS, time, false);
    }

    /// A strict call.
    public static CallContext strict() {
        return of(Caller.ANONYMOUS, Duration.ofMinutes(1), true);
    }

    /// A call of this caller.
    public static CallContext of(Caller caller, Duration time, boolean strict) {
        return new CallContext(
                caller,
                "req-" + IDS.incrementAndGet(),
                Deadline.after(time),
                CompatProfile.OPENAI,
                strict,
                new Dispositions());
    }

    /// A caller that may use these models only; none means all.
    public static Caller caller(String id, List<String> models) {
        return new Caller(id, Set.of(Permission.INFERENCE), models, false, null);
    }
}
