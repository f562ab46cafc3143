package dev.parlance.http;

import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem;
import dev.parlance.core.problem.ApiProblem.MethodNotAllowed;
import dev.parlance.core.problem.ApiProblem.Overloaded;
import dev.parlance.core.problem.ApiProblem.Unauthenticated;
import dev.parlance.wire.JsonWriter;
import dev.parlance.wire.SseFrame;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A tiny dialect for tests: what each route does is in its name.
final class TestRoutes {
    static final ProblemRenderer PROBLEMS = new Problems("test");

    /// Open until a test lets the waiting handlers go.
    final CountDownLatch gate = new CountDownLatch(1);

    /// One entry per handler that began to wait.
    final BlockingQueue<String> waiting = new LinkedBlockingQueue<>();

    /// `System.nanoTime()` of each disconnect that a handler was told of.
    final BlockingQueue<Long> disconnects = new LinkedBlockingQueue<>();

    /// One entry per handler that ended after it had waited.
    final BlockingQueue<String> ended = new LinkedBlockingQueue<>();

    final AtomicLong calls = new AtomicLong();

    List<RouteGroup> groups() {
        return List.of(
                new RouteGroup(
                        "test",
                        PROBLEMS,
                        List.of(
                                Route.post("/echo", this::echo),
                                Route.get("/who", TestRoutes::who),
                                Route.get("/models/{name+}", this::name),
                                Route.post("/models/load", this::name),
                                Route.get("/one/{id}/part", this::name),
                                Route.post("/wait", this::await),
                                Route.post("/wait-stream", this::awaitStream),
                                Route.get("/stream/{count}", TestRoutes::stream),
                                Route.get("/flood", TestRoutes::flood),
                                Route.get("/bulk", TestRoutes::bulk),
                                Route.get("/fail/{kind}", TestRoutes::fail),
                                new Route("POST", "/admin", Route.Access.ADMIN, TestRoutes::who),
                                new Route("GET", "/open", Route.Access.OPEN, TestRoutes::who))),
                new RouteGroup(
                        "other", new Problems("other"), List.of(Route.get("/other", this::name))));
    }

    private void echo(HttpCall call) {
        calls.incrementAndGet();
        call.reply(Reply.json(call.body()));
    }

    private static void who(HttpCall call) {
        call.context().dispositions().ignored("a[0]", "not \"known\"");
        call.reply(
                Reply.json(
                        new JsonWriter()
                                .beginObject()
                                .field("caller", call.context().caller().id())
                                .field("profile", call.context().profile().wireName())
                                .field("strict", call.context().strict())
                                .field("request_id", call.context().requestId())
                                .endObject()
                                .toByteArray()));
    }

    private void name(HttpCall call) {
        String name =
                call.path().startsWith("/models/") && call.method().equals("GET")
                        ? call.pathParameter("name")
                        : call.path().startsWith("/one/") ? call.pathParameter("id") : "-";
        call.reply(Reply.text(200, name + "|" + call.path() + "|" + call.query("q").orElse("-")));
    }

    private void await(HttpCall call) {
        call.body();
        hold(call);
        call.reply(Reply.text(200, "done"));
    }

    private void awaitStream(HttpCall call) throws java.io.IOException {
        call.body();
        try (FrameSink sink = call.stream("text/event-stream")) {
            sink.write(SseFrame.of("first").encode());
            sink.flush();
            hold(call);
            sink.write(SseFrame.of("last").encode());
        }
    }

    private void hold(HttpCall call) {
        CountDownLatch here = new CountDownLatch(1);
        call.onDisconnect(() -> {
            disconnects.add(System.nanoTime());
            here.countDown();
        });
        waiting.add(call.path());
        try {
            while (gate.getCount() > 0 && here.getCount() > 0) {
                gate.await(1, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.add(call.path());
        }
    }

    private static void stream(HttpCall call) throws java.io.IOException {
        int count = Integer.parseInt(call.pathParameter("count"));
        try (FrameSink sink = call.stream("text/event-stream")) {
            for (int i = 0; i < count; i++) {
                sink.write(SseFrame.of("frame " + i).encode());
                sink.flush();
            }
        }
    }

    private static void flood(HttpCall call) throws java.io.IOException {
        byte[] frame = SseFrame.of("x".repeat(8000)).encode();
        try (FrameSink sink = call.stream("text/event-stream")) {
            for (int i = 0; i < 1_000_000; i++) {
                sink.write(frame);
                sink.flush();
            }
        }
    }

    private static void bulk(HttpCall call) {
        call.reply(Reply.json("0".repeat(64 << 20).getBytes(StandardCharsets.US_ASCII)));
    }

    private static void fail(HttpCall call) throws java.io.IOException {
        switch (call.pathParameter("kind")) {
            case "problem" -> throw ApiException.invalid("a.b", "wrong");
            case "overloaded" ->
                    throw new ApiException(new Overloaded(java.time.Duration.ofSeconds(7), "full"));
            case "defect" -> throw new IllegalStateException("secret /etc/x\nINJECTED \u001b[31m");
            case "silent" -> call.header("x-a", "b");
            case "unsent" -> {
                FrameSink sink = call.stream("text/event-stream");
                sink.write(SseFrame.of("lost").encode());
                throw ApiException.invalid("late", "before the first byte");
            }
            case "midstream" -> {
                FrameSink sink = call.stream("text/event-stream");
                sink.write(SseFrame.of("first").encode());
                sink.flush();
                throw ApiException.invalid("late", "after the first byte");
            }
            case "cut" -> {
                FrameSink sink = call.stream("application/x-ndjson");
                sink.write("{}\n".getBytes(StandardCharsets.US_ASCII));
                sink.flush();
                throw new ApiException(new ApiProblem.NotImplemented("cut"));
            }
            default -> throw new StackOverflowError("deep");
        }
    }

    private record Problems(String shape) implements ProblemRenderer {
        @Override
        public Reply render(ApiProblem problem) {
            int status =
                    switch (problem) {
                        case ApiProblem.InvalidRequest _ -> 400;
                        case Unauthenticated _ -> 401;
                        case ApiProblem.Forbidden _ -> 403;
                        case ApiProblem.NotFound _ -> 404;
                        case MethodNotAllowed _ -> 405;
                        case ApiProblem.PayloadTooLarge _ -> 413;
                        case ApiProblem.DeadlineExceeded _ -> 408;
                        case Overloaded _ -> 503;
                        default -> 500;
                    };
            Reply reply =
                    Reply.json(
                            status,
                            new JsonWriter()
                                    .beginObject()
                                    .field("shape", shape)
                                    .field("error", problem.message())
                                    .endObject()
                                    .toByteArray());
            return switch (problem) {
                case MethodNotAllowed(_, var allowed) ->
                        reply.with("Allow", String.join(", ", allowed));
                case Unauthenticated _ -> reply.with("WWW-Authenticate", "Bearer");
                case Overloaded(var after, _) ->
                        reply.with("Retry-After", Long.toString(after.toSeconds()));
                default -> reply;
            };
        }

        @Override
        public byte[] frame(ApiProblem problem) {
            return problem instanceof ApiProblem.NotImplemented
                    ? new byte[0]
                    : new SseFrame("error", problem.message()).encode();
        }
    }
}
