package dev.parlance.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Who is told about every request that was answered. Called on the request's thread: be quick and
/// do not throw.
public interface HttpObserver {
    /// Nobody.
    HttpObserver NONE =
            new HttpObserver() {
                @Override
                public void started(Route route) {}

                @Override
                public void finished(@Nullable Route route, int status, Duration duration) {}
            };

    /// A route's handler is about to run.
    void started(Route route);

    /// A request is over.
    ///
    /// @param route the route that answered; `null` when none matched
    /// @param status the reply's status; 499 when the client left before it was complete
    /// @param duration from the request's head to the reply's end
    void finished(@Nullable Route route, int status, Duration duration);
}
