package dev.parlance.http;

import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.Routing;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The request loop's other end: takes each parsed request of a listener and sees it through, from
/// the first look to the decision whether the connection goes on.
final class Service implements HttpRouting {
    private static final Logger LOG = LoggerFactory.getLogger(Service.class);
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final long LINGER_BYTES = 16 << 20;

    private final HttpSettings settings;
    private final Dispatcher dispatcher;
    private final Watchdog watchdog;
    private final HttpObserver observer;
    private final BooleanSupplier draining;
    private final HttpSecurity security = HttpSecurity.create();
    private final Router router = new Sole(this);

    Service(
            HttpSettings settings,
            Dispatcher dispatcher,
            Watchdog watchdog,
            HttpObserver observer,
            BooleanSupplier draining) {
        this.settings = settings;
        this.dispatcher = dispatcher;
        this.watchdog = watchdog;
        this.observer = observer;
        this.draining = draining;
    }

    Watchdog watchdog() {
        return watchdog;
    }

    /// A router that knows nothing but this.
    Router router() {
        return router;
    }

    @Override
    public void route(ConnectionContext context, RoutingRequest request, RoutingResponse response) {
        try {
            serve((Connection) context, request, response);
        } catch (CloseConnectionException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            LOG.error("A connection is closed for a defect: {}", LogText.trace(e));
            throw new CloseConnectionException("A defect", e);
        }
    }

    private void serve(Connection connection, RoutingRequest request, RoutingResponse response) {
        long began = System.nanoTime();
        Exchange exchange =
                new Exchange(
                        connection, request, response, settings, observer, draining.getAsBoolean());
        // Chunks have a frame around them, hence twice the limit in raw bytes.
        connection
                .input()
                .beginCall(
                        exchange.departure()::happened,
                        settings.bodyTimeout(),
                        2 * settings.maxBodyBytes() + 65536);
        connection.exchange(exchange);
        watchdog.callBegins();
        observer.started();
        String method = request.prologue().method().text();
        Route route = null;
        try {
            route = dispatcher.dispatch(exchange, draining.getAsBoolean());
        } finally {
            watchdog.callEnds();
            connection.exchange(null);
            boolean gone = exchange.gone();
            exchange.departure().over();
            observer.finished(
                    new HttpObserver.Finished(
                            METHODS.contains(method) ? method : "OTHER",
                            route,
                            gone ? 499 : exchange.status(),
                            exchange.sink() != null,
                            Duration.ofNanos(System.nanoTime() - began)));
        }
        if (exchange.closing()) {
            if (exchange.body().stillComing() && !exchange.gone()) {
                connection.input().discard(LINGER, LINGER_BYTES);
            }
            throw new CloseConnectionException("This connection is done");
        }
        connection.input().endCall();
    }

    @Override
    public HttpSecurity security() {
        return security;
    }

    private record Sole(HttpRouting service) implements Router {
        @Override
        public <T extends Routing> T routing(Class<T> type, T fallback) {
            return type.isInstance(service) ? type.cast(service) : fallback;
        }

        @Override
        public List<? extends Routing> routings() {
            return List.of(service);
        }

        @Override
        public void beforeStart() {}

        @Override
        public void afterStop() {}
    }
}
