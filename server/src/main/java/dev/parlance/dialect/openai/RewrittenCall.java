package dev.parlance.dialect.openai;

import dev.parlance.core.call.CallContext;
import dev.parlance.http.FrameSink;
import dev.parlance.http.HttpCall;
import dev.parlance.http.Reply;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// A call whose body, and what is answered to it, are put in other words on the way; everything
/// else is the original's. Belongs to its handler's thread, as the original does.
final class RewrittenCall implements HttpCall {
    private final HttpCall call;
    private final byte[] body;
    private final UnaryOperator<byte[]> reply;

    /// @param body in place of the original's
    /// @param reply applied to a whole reply's body, and to each frame of a stream
    RewrittenCall(HttpCall call, byte[] body, UnaryOperator<byte[]> reply) {
        this.call = call;
        this.body = body;
        this.reply = reply;
    }

    @Override
    public String method() {
        return call.method();
    }

    @Override
    public String path() {
        return call.path();
    }

    @Override
    public String pathParameter(String name) {
        return call.pathParameter(name);
    }

    @Override
    public Optional<String> query(String name) {
        return call.query(name);
    }

    @Override
    public Optional<String> header(String name) {
        return call.header(name);
    }

    @Override
    public CallContext context() {
        return call.context();
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public void header(String name, String value) {
        call.header(name, value);
    }

    @Override
    public void reply(Reply whole) {
        call.reply(
                new Reply(
                        whole.status(),
                        whole.headers(),
                        whole.contentType(),
                        reply.apply(whole.body())));
    }

    @Override
    public FrameSink stream(String contentType) {
        return rewriting(call.stream(contentType));
    }

    @Override
    public FrameSink stream(String contentType, Supplier<byte[]> comment) {
        return rewriting(call.stream(contentType, comment));
    }

    private FrameSink rewriting(FrameSink sink) {
        return new FrameSink() {
            @Override
            public void write(byte[] frame) throws IOException {
                sink.write(reply.apply(frame));
            }

            @Override
            public void flush() throws IOException {
                sink.flush();
            }

            @Override
            public void close() throws IOException {
                sink.close();
            }
        };
    }

    @Override
    public void onDisconnect(Runnable action) {
        call.onDisconnect(action);
    }
}
