package dev.parlance.http;

import dev.parlance.core.call.CallContext;
import java.util.Optional;
import java.util.function.Supplier;

/// One request and the way to answer it. Belongs to its handler's thread, but for [#onDisconnect].
public interface HttpCall {

    /// The method, upper-case; `HEAD` when a `GET` route answers a `HEAD`.
    String method();

    /// The decoded path without query.
    String path();

    /// What the pattern's `{name}` captured, percent-decoded.
    ///
    /// @throws IllegalArgumentException when the pattern has no such name: a defect
    String pathParameter(String name);

    /// The first value of this query parameter, decoded.
    Optional<String> query(String name);

    /// The first value of this request header, the name in any case.
    Optional<String> header(String name);

    /// Caller (authenticated, or anonymous on an open route), request id, deadline, profile, strict
    /// mode (header `X-Parlance-Strict: 1`, or the key's).
    CallContext context();

    /// The whole body, read once and then kept.
    ///
    /// @throws dev.parlance.core.problem.ApiException `PayloadTooLarge`, `DeadlineExceeded` when it
    ///   comes too slowly, `InvalidRequest` when it is broken or of the wrong kind
    byte[] body();

    /// Sets a response header; without effect once the first byte is out.
    ///
    /// @throws IllegalArgumentException for control characters in name or value
    void header(String name, String value);

    /// Answers with a whole reply.
    ///
    /// @throws IllegalStateException when the call was answered already
    void reply(Reply reply);

    /// Begins a streamed reply of status 200. The headers go out with the first frame, in one
    /// write. On silence a `text/event-stream` gets comment lines, which also may be what comes
    /// first: after this call a failure is best reported as a frame (see [ProblemRenderer#frame],
    /// used for an exception that leaves the handler).
    ///
    /// @throws IllegalStateException when the call was answered already
    FrameSink stream(String contentType);

    /// The same with another comment on silence.
    ///
    /// @param comment makes the comment's bytes, blank line included, when one is due; called on
    ///   another thread
    default FrameSink stream(String contentType, Supplier<byte[]> comment) {
        return stream(contentType);
    }

    /// Runs `action` once, on another thread, if the client goes away before the reply is complete
    /// or the server cancels the call. Noticed within 100 ms even while nothing is written; runs at
    /// once when it has already happened. The action must be quick and thread-safe.
    void onDisconnect(Runnable action);
}
