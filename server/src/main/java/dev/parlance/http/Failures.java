package dev.parlance.http;

import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem;
import dev.parlance.core.problem.ApiProblem.Internal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How an exchange ends that did not end by itself.
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final byte[] LAST_RESORT =
            "{\"error\":{\"message\":\"The server met an unexpected condition.\"}}"
                    .getBytes(StandardCharsets.UTF_8);

    private Failures() {}

    /// A handler returned: whatever it left open is completed.
    static void finish(Exchange exchange, RouteGroup group) {
        StreamSink sink = exchange.sink();
        if (sink != null) {
            try {
                sink.close();
            } catch (IOException e) {
                lost(exchange, group, e);
            }
        } else if (exchange.status() == 0 && !exchange.gone()) {
            defect(
                    exchange,
                    group,
                    new IllegalStateException("a handler of " + group.name() + " did not answer"));
        }
    }

    /// A problem with words for the client.
    static void problem(Exchange exchange, RouteGroup group, ApiException e) {
        ApiProblem problem = e.problem();
        if (exchange.gone()) {
            exchange.cut();
            return;
        }
        if (problem instanceof Internal(String incident)) {
            LOG.error(
                    "Incident {} in {}, request {}: {}",
                    LogText.clean(incident),
                    group.name(),
                    exchange.requestId(),
                    LogText.trace(e));
        } else if (problem.kind() == ApiProblem.Kind.UPSTREAM) {
            LOG.warn(
                    "Upstream failure in {}, request {}: {}",
                    group.name(),
                    exchange.requestId(),
                    LogText.clean(problem.message()));
        }
        render(exchange, group, problem);
    }

    /// A defect: the client learns its number, the log the rest.
    static void defect(Exchange exchange, RouteGroup group, Throwable e) {
        problem(exchange, group, new ApiException(new Internal(RequestIds.of(null)), e));
    }

    /// The client cannot be written to any more.
    static void lost(Exchange exchange, RouteGroup group, IOException e) {
        LOG.debug(
                "Client of {} left, request {}: {}",
                group.name(),
                exchange.requestId(),
                LogText.clean(e.getMessage()));
        exchange.writeFailed();
    }

    private static void render(Exchange exchange, RouteGroup group, ApiProblem problem) {
        StreamSink sink = exchange.sink();
        if (exchange.status() == 0 && (sink == null || sink.abandon())) {
            exchange.reply(reply(exchange, group, problem));
            return;
        }
        if (sink == null || sink.closed()) {
            return; // the reply is complete: there is nobody to tell
        }
        byte[] frame = renderer(exchange, group).frame(problem);
        if (frame.length == 0) {
            exchange.cut();
            return;
        }
        try {
            sink.write(frame);
            sink.close();
        } catch (IOException e) {
            lost(exchange, group, e);
        }
    }

    private static ProblemRenderer renderer(Exchange exchange, RouteGroup group) {
        return group.problems().under(exchange.profile());
    }

    private static Reply reply(Exchange exchange, RouteGroup group, ApiProblem problem) {
        try {
            return renderer(exchange, group).render(problem);
        } catch (RuntimeException e) {
            LOG.error("The problems of {} cannot be rendered: {}", group.name(), LogText.trace(e));
            return Reply.json(500, LAST_RESORT);
        }
    }
}
