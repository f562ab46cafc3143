package dev.parlance.transcript;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.problem.ApiProblem;
import dev.parlance.http.FrameSink;
import dev.parlance.http.HttpCall;
import dev.parlance.http.ProblemRenderer;
import dev.parlance.http.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// One call without a socket; keeps the reply.
public final class MemoryCall implements HttpCall {
    private final RequestFile request;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    private Map<String, String> parameters = Map.of();
    private CallContext context;
    private int status;
    private int flushes;
    private boolean ended;
    private boolean gone;
    private boolean left; // guarded by this
    private Runnable disconnect = () -> {}; // guarded by this

    /// A call of this request.
    public MemoryCall(RequestFile request) {
        this.request = request;
    }

    RequestFile request() {
        return request;
    }

    void begin(CallContext newContext, Map<String, String> newParameters) {
        context = newContext;
        parameters = newParameters;
    }

    void fail(ProblemRenderer renderer, ApiProblem problem) {
        if (body.size() > 0) {
            body.writeBytes(buffer.toByteArray());
            body.writeBytes(renderer.frame(problem));
            ended = true;
        } else {
            // Nothing has been sent: what was buffered is taken back, as `http` does it.
            reply(renderer.render(problem));
        }
    }

    void gone() {
        gone = true;
    }

    /// The reply as text.
    public String text() {
        return ReplyText.of(status, headers, body.toString(StandardCharsets.UTF_8));
    }

    /// How often the handler flushed.
    public int flushes() {
        return flushes;
    }

    /// True when the reply came to its end.
    public boolean ended() {
        return ended;
    }

    /// True when the handler gave up because the client had left.
    public boolean isGone() {
        return gone;
    }

    /// The context, with what was reported.
    public Optional<CallContext> seenContext() {
        return Optional.ofNullable(context);
    }

    /// The client goes away.
    public void disconnect() {
        Runnable action;
        synchronized (this) {
            left = true;
            action = disconnect;
        }
        action.run();
    }

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public String path() {
        return request.target();
    }

    @Override
    public String pathParameter(String name) {
        return parameters.get(name);
    }

    @Override
    public Optional<String> query(String name) {
        String target = request.target();
        String query = target.substring(target.indexOf('?') + 1);
        return Arrays.stream(target.contains("?") ? query.split("&") : new String[0])
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .findFirst();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.headers().get(name));
    }

    @Override
    public CallContext context() {
        return context;
    }

    @Override
    public byte[] body() {
        return request.body();
    }

    @Override
    public void header(String name, String value) {
        headers.put(name, value);
    }

    @Override
    public void reply(Reply reply) {
        if (ended) {
            throw new IllegalStateException("answered already");
        }
        status = reply.status();
        headers.put("content-type", reply.contentType());
        headers.putAll(reply.headers());
        body.writeBytes(reply.body());
        ended = true;
    }

    @Override
    public FrameSink stream(String contentType) {
        status = 200;
        headers.put("content-type", contentType);
        return new FrameSink() {
            @Override
            public void write(byte[] frame) {
                buffer.writeBytes(frame);
            }

            @Override
            public void flush() {
                if (buffer.size() > 0) {
                    flushes++;
                    send();
                }
            }

            @Override
            public void close() {
                send();
                ended = true;
            }
        };
    }

    private void send() {
        body.writeBytes(buffer.toByteArray());
        buffer.reset();
    }

    @Override
    public void onDisconnect(Runnable action) {
        synchronized (this) {
            disconnect = action;
            if (!left) {
                return;
            }
        }
        action.run();
    }
}
