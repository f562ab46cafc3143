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
                public void started() {}

                @Override
                public void streaming() {}

                @Override
                public void finished(Finished request) {}
            };

    /// A request has come in; [#finished] follows.
    void started();

    /// A streamed reply begins; the request's [#finished] says that it was one.
    void streaming();

    /// A request is over.
    void finished(Finished request);

    /// What became of one request.
    ///
    /// @param method the method, or `OTHER` for one that no route can have
    /// @param route the route that the request led to; `null` when there was none
    /// @param status the reply's status; 499 when the client left before it was complete
    /// @param streamed true when the handler began a streamed reply
    /// @param duration from the request's head to the reply's end
    record Finished(
            String method,
            @Nullable Route route,
            int status,
            boolean streamed,
            Duration duration) {}
}
