package dev.parlance.http;

import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.call.Dispositions;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One request and its reply on the wire: headers that every reply gets, the commit, the end.
final class Exchange {
    static final HeaderName REQUEST_ID = HeaderNames.create("x-request-id");
    private static final HeaderName DISPOSITION = HeaderNames.create(DispositionHeader.NAME);
    private static final HeaderName NO_SNIFF = HeaderNames.create("x-content-type-options");
    private static final HeaderName NO_BUFFERING = HeaderNames.create("x-accel-buffering");
    private static final byte[] NO_BYTES = new byte[0];

    private final RoutingRequest request;
    private final RoutingResponse response;
    private final HttpSettings settings;
    private final HttpObserver observer;
    private final ConnectionOutput output;
    private final RequestBody body;
    private final String requestId;
    private final boolean head;
    private final Departure departure = new Departure();
    private final Map<String, String> headers = new LinkedHashMap<>(4);

    private CompatProfile profile = CompatProfile.OPENAI;
    private boolean closing;
    private volatile boolean failed;
    private int status;
    private String streamType = "";
    private @Nullable Dispositions dispositions;
    private volatile @Nullable StreamSink sink;

    Exchange(
            Connection connection,
            RoutingRequest request,
            RoutingResponse response,
            HttpSettings settings,
            HttpObserver observer,
            boolean draining) {
        this.request = request;
        this.response = response;
        this.settings = settings;
        this.observer = observer;
        this.output = connection.output();
        this.body = new RequestBody(request, settings.maxBodyBytes());
        this.requestId = RequestIds.of(request.headers().first(REQUEST_ID).orElse(null));
        this.head = request.prologue().method().equals(Method.HEAD);
        this.closing = draining || request.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
    }

    RoutingRequest request() {
        return request;
    }

    HttpSettings settings() {
        return settings;
    }

    RequestBody body() {
        return body;
    }

    String requestId() {
        return requestId;
    }

    Departure departure() {
        return departure;
    }

    /// The status that was sent; 0 as long as none was.
    int status() {
        return status;
    }

    /// True once the client has left before the reply was complete.
    boolean gone() {
        return failed || departure.gone();
    }

    /// The reply's last bytes are about to go out: a client that leaves from now on has it all, and
    /// may be quicker than we are.
    void completing() {
        departure.over();
    }

    /// True when the connection has to be closed after this exchange.
    boolean closing() {
        return closing;
    }

    /// A write failed or timed out: the client is gone for us.
    void writeFailed() {
        closing = true;
        failed = true;
        departure.happened();
    }

    /// Ends the connection after this exchange, whatever was sent.
    void cut() {
        closing = true;
    }

    /// The profile that problems are rendered under.
    CompatProfile profile() {
        return profile;
    }

    /// Sets the profile, as soon as it is known and again whenever more is known.
    void profile(CompatProfile known) {
        this.profile = known;
    }

    /// Where the fields' fates are collected, for the header.
    void dispositions(Dispositions collected) {
        this.dispositions = collected;
    }

    /// Sets a header of the reply.
    void header(String name, String value) {
        checkHeader(name, value);
        headers.put(name, value);
    }

    /// Returns if this is a header.
    ///
    /// @throws IllegalArgumentException for anything but printable ASCII
    static void checkHeader(String name, String value) {
        if (name.isEmpty() || !isHeaderSafe(name) || !isHeaderSafe(value)) {
            throw new IllegalArgumentException(
                    "a header has printable ASCII: " + LogText.clean(name));
        }
    }

    /// Called by the watchdog.
    void watch(long now) {
        StreamSink streaming = sink;
        if (streaming != null) {
            streaming.watch(now);
        }
    }

    /// Sends a whole reply.
    void reply(Reply reply) {
        StreamSink begun = sink;
        if (status != 0 || (begun != null && !begun.abandon())) {
            throw new IllegalStateException("the call was answered already");
        }
        reply.headers().forEach(this::header);
        boolean bodiless = reply.status() == 204 || reply.status() == 304;
        byte[] bytes = bodiless ? NO_BYTES : reply.body();
        commonHeaders(reply.status());
        if (bytes.length > 0) {
            response.header(HeaderNames.CONTENT_TYPE, reply.contentType());
        }
        if (head && !bodiless) {
            response.header(HeaderNames.CONTENT_LENGTH, Integer.toString(bytes.length));
        }
        completing();
        try {
            response.send(head ? NO_BYTES : bytes);
            response.commit();
        } catch (UncheckedIOException | CloseConnectionException e) {
            writeFailed();
        }
    }

    /// Begins a streamed reply.
    ///
    /// @param comment makes what is sent on silence
    FrameSink stream(String contentType, Supplier<byte[]> comment) {
        if (status != 0 || sink != null) {
            throw new IllegalStateException("the call was answered already");
        }
        if (head) {
            reply(new Reply(200, Map.of("Content-Type", contentType), contentType, NO_BYTES));
            return new DiscardingSink();
        }
        streamType = contentType;
        StreamSink begun = new StreamSink(this, response, output, contentType, comment);
        sink = begun;
        observer.streaming();
        return begun;
    }

    /// The stream that was begun, if any.
    @Nullable StreamSink sink() {
        return sink;
    }

    /// Called by the sink with its first frames: the headers are final.
    OutputStream commitStream() {
        if (streamType.startsWith("text/event-stream")) {
            response.header(HeaderNames.CACHE_CONTROL, "no-cache");
            response.header(NO_BUFFERING, "no");
        }
        commonHeaders(200);
        response.header(HeaderNames.CONTENT_TYPE, streamType);
        return response.outputStream();
    }

    private void commonHeaders(int code) {
        status = code;
        response.status(Status.create(code));
        response.header(REQUEST_ID, requestId);
        response.header(NO_SNIFF, "nosniff");
        if (dispositions != null) {
            String text = DispositionHeader.of(dispositions);
            if (!text.isEmpty()) {
                response.header(DISPOSITION, text);
            }
        }
        headers.forEach((name, value) -> response.header(HeaderNames.create(name), value));
        closing |= body.spoilsConnection();
        if (closing) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
    }

    private static boolean isHeaderSafe(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c > 0x7e) {
                return false;
            }
        }
        return true;
    }

    /// Takes the frames of a reply to `HEAD`.
    private static final class DiscardingSink implements FrameSink {
        @Override
        public void write(byte[] frame) {}

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
