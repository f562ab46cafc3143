package dev.parlance.http;

import dev.parlance.core.problem.ApiProblem;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import org.jspecify.annotations.Nullable;

/// The reply to a request that is not even HTTP, in the shape of the dialect whose path it names.
///
/// What Helidon calls an internal error here is an exception of its parser (a broken method, say),
/// since [Service] lets none of ours out.
final class Refusal implements DirectHandler {
    private final Dispatcher dispatcher;

    Refusal(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType event,
            Status status,
            ServerResponseHeaders headers,
            @Nullable String message) {
        Status sent = event == EventType.INTERNAL_ERROR ? Status.BAD_REQUEST_400 : status;
        Reply reply = dispatcher.problems(request.path()).render(problem(request, sent.code()));
        TransportResponse.Builder response =
                TransportResponse.builder()
                        .status(sent)
                        .header(HeaderNames.CONTENT_TYPE, reply.contentType())
                        .header(Exchange.REQUEST_ID, RequestIds.of(null))
                        .header(HeaderValues.CONNECTION_CLOSE)
                        .keepAlive(false);
        return response.entity(reply.body()).build();
    }

    private static ApiProblem problem(TransportRequest request, int status) {
        if (status == 400 && request.headers().contains(HeaderNames.CONTENT_ENCODING)) {
            return new InvalidRequest(
                    null,
                    "This Content-Encoding is not understood; send the body without compression.");
        }
        String message =
                switch (status) {
                    case 414 -> "The request line is too long.";
                    case 431 -> "The request's headers are too long.";
                    case 501 -> "This transfer encoding is not understood; use chunked.";
                    case 505 -> "HTTP/1.0 is not understood; use HTTP/1.1.";
                    default -> "The request is not valid HTTP/1.1, or its headers are too long.";
                };
        return new InvalidRequest(null, message);
    }
}
