package dev.parlance.telemetry;

import dev.parlance.core.engine.EngineMeter;
import dev.parlance.core.model.ModelId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/// What engines in the process measure, as metrics: one set of meters for each model. Thread-safe.
final class EngineMetrics implements EngineMeter {
    private final MeterRegistry registry;
    private final UnaryOperator<String> label;
    private final Map<ModelId, Meters> models = new ConcurrentHashMap<>();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong budget = new AtomicLong();

    /// @param label bounds the names of models
    EngineMetrics(MeterRegistry registry, UnaryOperator<String> label) {
        this.registry = registry;
        this.label = label;
        memory("taken", taken);
        memory("budget", budget);
    }

    private void memory(String state, AtomicLong bytes) {
        Gauge.builder("parlance.engine.memory", bytes, AtomicLong::get)
                .baseUnit("bytes")
                .tag("state", state)
                .register(registry);
    }

    private Meters of(ModelId model) {
        return models.computeIfAbsent(model, key -> new Meters(registry, label.apply(key.value())));
    }

    @Override
    public void started(ModelId model, Duration waited) {
        of(model).queued.record(waited);
    }

    @Override
    public void prompted(ModelId model, int tokens, int cached) {
        Meters meters = of(model);
        (cached > 0 ? meters.hits : meters.misses).increment();
        meters.cachedTokens.increment(cached);
        meters.computedTokens.increment(tokens - cached);
    }

    @Override
    public void computed(ModelId model, Computation step) {
        Meters meters = of(model);
        Timer timer;
        if (step.promptTokens() == 0) {
            timer = meters.decode;
        } else {
            timer = step.outputTokens() == 0 ? meters.prefill : meters.mixed;
        }
        timer.record(step.time());
        meters.prefilled.increment(step.promptTokens());
        meters.decoded.increment(step.outputTokens());
    }

    @Override
    public void evicted(ModelId model, int tokens) {
        Meters meters = of(model);
        meters.evictions.increment();
        meters.evictedTokens.increment(tokens);
    }

    @Override
    public void occupied(ModelId model, Occupation now) {
        of(model).now = now;
    }

    @Override
    public void loaded(ModelId model, Duration time, boolean succeeded) {
        Meters meters = of(model);
        (succeeded ? meters.loads : meters.failedLoads).record(time);
    }

    @Override
    public void unloaded(ModelId model) {
        of(model).unloads.increment();
    }

    @Override
    public void memory(long takenBytes, long budgetBytes) {
        taken.set(takenBytes);
        budget.set(budgetBytes);
    }

    /// The meters of one model.
    private static final class Meters {
        private final MeterRegistry registry;
        private final String model;
        private final Timer queued;
        private final Timer prefill;
        private final Timer decode;
        private final Timer mixed;
        private final Timer loads;
        private final Timer failedLoads;
        private final Counter unloads;
        private final Counter prefilled;
        private final Counter decoded;
        private final Counter hits;
        private final Counter misses;
        private final Counter cachedTokens;
        private final Counter computedTokens;
        private final Counter evictions;
        private final Counter evictedTokens;
        private volatile Occupation now = Occupation.NONE;

        Meters(MeterRegistry registry, String model) {
            this.registry = registry;
            this.model = model;
            queued = timer("parlance.engine.queue.duration", "for", "slot");
            prefill = timer("parlance.engine.step.duration", "kind", "prefill");
            decode = timer("parlance.engine.step.duration", "kind", "decode");
            mixed = timer("parlance.engine.step.duration", "kind", "mixed");
            loads = timer("parlance.engine.load.duration", "result", "loaded");
            failedLoads = timer("parlance.engine.load.duration", "result", "failed");
            unloads = counter("parlance.engine.unloads", "of", "model");
            prefilled = counter("parlance.engine.tokens", "phase", "prefill");
            decoded = counter("parlance.engine.tokens", "phase", "decode");
            hits = counter("parlance.engine.prefix.lookups", "result", "hit");
            misses = counter("parlance.engine.prefix.lookups", "result", "miss");
            cachedTokens = counter("parlance.engine.prefix.tokens", "result", "cached");
            computedTokens = counter("parlance.engine.prefix.tokens", "result", "computed");
            evictions = counter("parlance.engine.evictions", "of", "sequence");
            evictedTokens = counter("parlance.engine.evicted.tokens", "of", "sequence");
            gauge("parlance.engine.replies", "state", "waiting", Occupation::waiting);
            gauge("parlance.engine.replies", "state", "active", Occupation::active);
            gauge("parlance.engine.slots", "state", "all", Occupation::slots);
            gauge("parlance.engine.kept.sequences", "state", "idle", Occupation::idle);
            gauge("parlance.engine.context.tokens", "state", "held", Occupation::heldTokens);
            gauge("parlance.engine.context.tokens", "state", "all", Occupation::capacity);
        }

        private Timer timer(String name, String tag, String value) {
            return Timer.builder(name)
                    .tag("gen_ai.response.model", model)
                    .tag(tag, value)
                    .serviceLevelObjectives(Buckets.REQUEST)
                    .register(registry);
        }

        private Counter counter(String name, String tag, String value) {
            return Counter.builder(name)
                    .tag("gen_ai.response.model", model)
                    .tag(tag, value)
                    .register(registry);
        }

        private void gauge(String name, String tag, String value, ToIntFunction<Occupation> what) {
            Gauge.builder(name, this, meters -> what.applyAsInt(meters.now))
                    .tag("gen_ai.response.model", model)
                    .tag(tag, value)
                    .register(registry);
        }
    }
}
