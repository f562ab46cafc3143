package dev.parlance.telemetry;

import dev.parlance.core.engine.EngineMeter;
import dev.parlance.core.store.Ledger;
import dev.parlance.core.usage.LedgerEntry;
import dev.parlance.core.usage.Timings;
import dev.parlance.core.usage.Usage;
import dev.parlance.http.HttpObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The server's metrics: calls from the ledger's entries, requests from the HTTP server, the JVM.
///
/// Names follow OpenTelemetry's GenAI and HTTP conventions in Prometheus' spelling, e.g.
/// `gen_ai_server_time_to_first_token_seconds`. Labels are bounded: the first [#MAX_MODELS] models
/// that answered keep their names, all others and what reached no model are `other`; no label ever
/// has text that a client chose. Thread-safe; close it to free the JVM's listeners.
///
/// Source: https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics/ (2026-11-20)
public final class Metrics implements Ledger, HttpObserver, AutoCloseable {
    /// How many models are told apart.
    public static final int MAX_MODELS = 200;

    private static final String OTHER = "other";

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private final Set<String> models = ConcurrentHashMap.newKeySet();
    private final Map<CallLabels, CallMeters> calls = new ConcurrentHashMap<>();
    private final Map<RequestLabels, Timer> routes = new ConcurrentHashMap<>();

    private final EngineMetrics engines = new EngineMetrics(registry, this::model);

    private record CallLabels(String model, String operation, String outcome, String error) {}

    private record RequestLabels(String method, String route, int status) {}

    /// Metrics that begin at zero.
    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        collections.bindTo(registry);
        Gauge.builder("http.server.active.requests", requests, AtomicInteger::get)
                .description("Requests that are being answered")
                .register(registry);
        Gauge.builder("http.server.active.streams", streams, AtomicInteger::get)
                .description("Streamed replies that are being sent")
                .register(registry);
    }

    /// Everything in Prometheus' text format.
    public String scrape() {
        return registry.scrape();
    }

    /// Where other parts put meters of their own; labels there have to be bounded too.
    public MeterRegistry registry() {
        return registry;
    }

    /// Where engines in the process report.
    public EngineMeter engines() {
        return engines;
    }

    @Override
    public void record(LedgerEntry entry) {
        CallLabels labels =
                new CallLabels(
                        model(entry.responseModel()),
                        entry.operation().wireName(),
                        entry.outcome().name().toLowerCase(Locale.ROOT),
                        entry.failure() == null
                                ? "none"
                                : entry.failure().name().toLowerCase(Locale.ROOT));
        calls.computeIfAbsent(labels, key -> new CallMeters(registry, key)).record(entry);
    }

    @Override
    public void started() {
        requests.incrementAndGet();
    }

    @Override
    public void streaming() {
        streams.incrementAndGet();
    }

    @Override
    public void finished(Finished request) {
        requests.decrementAndGet();
        if (request.streamed()) {
            streams.decrementAndGet();
        }
        String route = request.route() == null ? "none" : request.route().path();
        routes.computeIfAbsent(
                        new RequestLabels(request.method(), route, request.status()), this::route)
                .record(request.duration());
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }

    private String model(@Nullable String name) {
        if (name == null) {
            return OTHER;
        }
        if (models.contains(name)) {
            return name;
        }
        if (models.size() >= MAX_MODELS) {
            return OTHER;
        }
        models.add(name);
        return name;
    }

    private Timer route(RequestLabels labels) {
        return Timer.builder("http.server.request.duration")
                .description("Time to answer a request, by route pattern")
                .tag("http.request.method", labels.method())
                .tag("http.route", labels.route())
                .tag("http.response.status.code", Integer.toString(labels.status()))
                .serviceLevelObjectives(Buckets.REQUEST)
                .register(registry);
    }

    /// The meters of the calls that share their labels.
    private static final class CallMeters {
        private final Counter outcomes;
        private final Timer total;
        private final Timer queued;
        private final Timer first;
        private final Timer next;
        private final Counter input;
        private final Counter output;
        private final Counter cached;
        private final Counter reasoning;

        CallMeters(MeterRegistry registry, CallLabels labels) {
            outcomes =
                    Counter.builder("parlance.calls")
                            .description("Calls, by how they ended and whose fault a failure was")
                            .tag("gen_ai.operation.name", labels.operation())
                            .tag("gen_ai.response.model", labels.model())
                            .tag("outcome", labels.outcome())
                            .tag("error.type", labels.error())
                            .register(registry);
            total = timer(registry, labels, "gen_ai.server.request.duration", Buckets.REQUEST);
            queued = timer(registry, labels, "parlance.queue.duration", Buckets.REQUEST);
            first = timer(registry, labels, "gen_ai.server.time_to_first_token", Buckets.FIRST);
            next = timer(registry, labels, "gen_ai.server.time_per_output_token", Buckets.NEXT);
            input = tokens(registry, labels, "gen_ai.server.tokens", "input");
            output = tokens(registry, labels, "gen_ai.server.tokens", "output");
            cached = tokens(registry, labels, "gen_ai.server.cache_read.tokens", "input");
            reasoning = tokens(registry, labels, "gen_ai.server.reasoning.tokens", "output");
        }

        void record(LedgerEntry entry) {
            Usage usage = entry.usage();
            Timings timings = entry.timings();
            outcomes.increment();
            total.record(timings.total());
            queued.record(timings.queued());
            input.increment(usage.inputTokens());
            output.increment(usage.outputTokens());
            cached.increment(usage.cacheReadInputTokens());
            reasoning.increment(usage.reasoningOutputTokens());
            Duration toFirst = timings.timeToFirstChunk();
            if (toFirst != null) {
                first.record(toFirst);
                if (timings.chunks() > 1) {
                    next.record(timings.total().minus(toFirst).dividedBy(timings.chunks() - 1));
                }
            }
        }

        private static Timer timer(
                MeterRegistry registry, CallLabels labels, String name, Duration[] buckets) {
            return Timer.builder(name)
                    .tag("gen_ai.operation.name", labels.operation())
                    .tag("gen_ai.response.model", labels.model())
                    .serviceLevelObjectives(buckets)
                    .register(registry);
        }

        private static Counter tokens(
                MeterRegistry registry, CallLabels labels, String name, String type) {
            return Counter.builder(name)
                    .tag("gen_ai.operation.name", labels.operation())
                    .tag("gen_ai.response.model", labels.model())
                    .tag("gen_ai.token.type", type)
                    .register(registry);
        }
    }
}
