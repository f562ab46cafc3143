package dev.parlance.http;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.parlance.core.access.Authenticator;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running server: its listeners, their connections and the calls on them.
///
/// Made by [#start]; whoever starts it closes it.
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final HttpSettings settings;
    private final RouteTable table;
    private final Watchdog watchdog = new Watchdog();
    private final List<HelidonListener> listeners = new ArrayList<>();
    private volatile boolean draining;

    private HttpServer(HttpSettings settings, RouteTable table) {
        this.settings = settings;
        this.table = table;
    }

    /// Starts listening.
    ///
    /// @throws HttpStartException with what to do, when a listener cannot be opened
    public static HttpServer start(
            HttpSettings settings, Authenticator authenticator, List<RouteGroup> groups) {
        return start(settings, authenticator, groups, HttpObserver.NONE);
    }

    /// Starts listening and tells `observer` of every request.
    ///
    /// @param groups at least one; the first one's renderer also answers where no route is
    /// @throws HttpStartException with what to do, when a listener cannot be opened
    /// @throws IllegalArgumentException when two routes answer the same requests
    public static HttpServer start(
            HttpSettings settings,
            Authenticator authenticator,
            List<RouteGroup> groups,
            HttpObserver observer) {
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("a server needs at least one group of routes");
        }
        HttpServer server = new HttpServer(settings, new RouteTable(groups));
        Credentials credentials = new Credentials(authenticator);
        try {
            for (Listener listener : settings.listeners()) {
                Dispatcher dispatcher =
                        new Dispatcher(
                                server.table, groups.getFirst(), credentials, settings, listener);
                Service service =
                        new Service(
                                settings,
                                dispatcher,
                                server.watchdog,
                                observer,
                                () -> server.draining);
                server.listeners.add(HelidonListener.open(listener, settings, dispatcher, service));
            }
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        server.watchdog.start();
        server.warnOfFewDescriptors();
        return server;
    }

    /// Where the process runs out of file descriptors before it runs out of connections, accepting
    /// fails hard: better said at the start.
    private void warnOfFewDescriptors() {
        long wanted = (long) settings.maxConnections() * listeners.size() + 200;
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                && unix.getMaxFileDescriptorCount() < wanted) {
            LOG.warn(
                    "This process may open {} files, but its connections alone may need {}: raise"
                            + " the limit (ulimit -n) or lower max-connections.",
                    unix.getMaxFileDescriptorCount(),
                    wanted);
        }
    }

    /// Where it listens, in the order of the settings.
    public List<ListenerAddress> addresses() {
        return listeners.stream().map(HelidonListener::listeningOn).toList();
    }

    /// The routes that need no credential, as `GET /health`, sorted: the published list.
    public List<String> openRoutes() {
        return table.openRoutes();
    }

    /// Stops accepting, lets running calls finish for the grace time, cancels the rest (their
    /// [HttpCall#onDisconnect] actions run), and returns when all is still. Closing twice is fine.
    @Override
    public void close() {
        boolean first = !draining;
        draining = true;
        if (!first) {
            return;
        }
        List<Thread> stops = new ArrayList<>();
        for (HelidonListener listener : listeners) {
            stops.add(Thread.ofVirtual().name("http-stop").start(listener::stop));
        }
        long deadline = System.nanoTime() + settings.grace().toNanos();
        try {
            while (watchdog.calls() > 0 && System.nanoTime() - deadline < 0) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            if (watchdog.calls() > 0) {
                LOG.warn("{} calls were still running and are cancelled.", watchdog.calls());
            }
            for (Connection connection : watchdog.connections()) {
                Exchange exchange = connection.exchange();
                if (exchange != null) {
                    exchange.departure().happened();
                }
            }
            for (Thread stop : stops) {
                stop.join(LAST_WORDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            watchdog.close();
        }
    }
}
