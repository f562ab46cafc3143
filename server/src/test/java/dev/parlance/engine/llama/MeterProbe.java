package dev.parlance.engine.llama;

import dev.parlance.core.engine.EngineMeter;
import dev.parlance.core.model.ModelId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// A meter that tests read.
class MeterProbe implements EngineMeter {
    final AtomicInteger started = new AtomicInteger();
    final AtomicInteger promptTokens = new AtomicInteger();
    final AtomicInteger outputTokens = new AtomicInteger();
    final AtomicInteger cachedTokens = new AtomicInteger();
    final AtomicInteger evictedTokens = new AtomicInteger();
    final AtomicInteger loads = new AtomicInteger();
    final AtomicInteger failedLoads = new AtomicInteger();
    final AtomicInteger unloads = new AtomicInteger();
    final AtomicLong memory = new AtomicLong();
    final AtomicReference<Occupation> now = new AtomicReference<>(Occupation.NONE);

    @Override
    public void started(ModelId model, Duration waited) {
        started.incrementAndGet();
    }

    @Override
    public void prompted(ModelId model, int tokens, int cached) {
        cachedTokens.addAndGet(cached);
    }

    @Override
    public void computed(ModelId model, Computation step) {
        promptTokens.addAndGet(step.promptTokens());
        outputTokens.addAndGet(step.outputTokens());
    }

    @Override
    public void evicted(ModelId model, int tokens) {
        evictedTokens.addAndGet(tokens);
    }

    @Override
    public void loaded(ModelId model, Duration time, boolean succeeded) {
        (succeeded ? loads : failedLoads).incrementAndGet();
    }

    @Override
    public void unloaded(ModelId model) {
        unloads.incrementAndGet();
    }

    @Override
    public void memory(long takenBytes, long budgetBytes) {
        memory.set(takenBytes);
    }

    @Override
    public void occupied(ModelId model, Occupation occupation) {
        now.set(occupation);
    }
}
