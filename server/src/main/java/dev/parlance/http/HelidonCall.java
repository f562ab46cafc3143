package dev.parlance.http;

import dev.parlance.core.call.CallContext;
import io.helidon.http.HeaderNames;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// A call on an exchange whose route and caller are known.
final class HelidonCall implements HttpCall {
    private final Exchange exchange;
    private final String path;
    private final Map<String, String> parameters;
    private final CallContext context;

    HelidonCall(
            Exchange exchange, String path, Map<String, String> parameters, CallContext context) {
        this.exchange = exchange;
        this.path = path;
        this.parameters = parameters;
        this.context = context;
    }

    @Override
    public String method() {
        return exchange.request().prologue().method().text();
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String pathParameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route's pattern has no {" + name + "}");
        }
        return value;
    }

    @Override
    public Optional<String> query(String name) {
        return exchange.request().query().first(name).asOptional();
    }

    @Override
    public Optional<String> header(String name) {
        return exchange.request().headers().first(HeaderNames.create(name));
    }

    @Override
    public CallContext context() {
        return context;
    }

    @Override
    public byte[] body() {
        return exchange.body().bytes();
    }

    @Override
    public void header(String name, String value) {
        exchange.header(name, value);
    }

    @Override
    public void reply(Reply reply) {
        exchange.reply(reply);
    }

    @Override
    public FrameSink stream(String contentType) {
        return exchange.stream(contentType, StreamSink::keepAlive);
    }

    @Override
    public FrameSink stream(String contentType, Supplier<byte[]> comment) {
        return exchange.stream(contentType, comment);
    }

    @Override
    public void onDisconnect(Runnable action) {
        exchange.departure().onGone(action);
    }
}
