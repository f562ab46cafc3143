package dev.parlance.engine.llama;

import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.engine.EngineMeter.Computation;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import dev.parlance.engine.llama.ffm.DecodeStatus;
import dev.parlance.engine.llama.ffm.NativeContext;
import dev.parlance.engine.llama.ffm.NativeException;
import dev.parlance.engine.llama.ffm.NativeModel;
import dev.parlance.engine.llama.ffm.TokenBatch;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Generates all choices of one model together: each step puts the next token of every running
/// choice and a chunk of new prompts into one batch, computes it and draws.
///
/// A choice has a slot while it runs, and in it a sequence of the context that is kept afterwards
/// for its tokens ([PrefixCache]). A choice whose reader is slow is left out until the reader has
/// caught up; one whose request is cancelled or late is ended at the next step, and a prefill for
/// it at once. Belongs to the thread of its model.
final class BatchLoop implements AutoCloseable {
    private final NativeModel model;
    private final NativeContext context;
    private final Inbox inbox;
    private final ModelMeter meter;
    private final @Nullable Generating[] slots;
    private final int slotTokens;
    private final PrefixCache cache;
    private final BatchPlan plan;
    private final AdapterGroups groups;
    private long admitted;
    private boolean changed = true;

    /// @param meter told of each step
    BatchLoop(NativeModel model, ModelSizes sizes, Inbox inbox, ModelMeter meter) {
        this.model = model;
        this.inbox = inbox;
        this.meter = meter;
        this.slots = new Generating[sizes.slots()];
        this.slotTokens = sizes.slotTokens();
        this.context = new NativeContext(model, sizes.generationContext(), this::isAborted);
        this.cache =
                new PrefixCache(
                        new ContextMemory(context),
                        sizes.sequences(),
                        context.contextTokens(),
                        sizes.batching().sharing(),
                        meter::evicted);
        this.plan =
                new BatchPlan(
                        context.batch(),
                        Math.min(sizes.batchTokens(), context.contextTokens()),
                        sizes.batching().promptChunk());
        this.groups = new AdapterGroups(context);
    }

    /// Lets go of an adapter that is to be freed; false while a choice uses it.
    boolean release(LoadedAdapter adapter) {
        return groups.release(adapter, slots);
    }

    /// True when most of the batch that is being computed is prompts of requests that ended. Steps
    /// of single tokens are short and are left to finish.
    private boolean isAborted() {
        // The library asks at every node of its graph, hundreds of times for a token.
        if (plan.promptTokens() == 0) {
            return false;
        }
        int over = 0;
        int all = 0;
        for (Generating generating : plan.batched()) {
            all += generating.batched();
            if (generating.inPrompt() && generating.job().isOver()) {
                over += generating.batched();
            }
        }
        return over * 2 > all;
    }

    /// Computes this token and forgets it: what the first request would wait for is done.
    void warmUp(int token) {
        TokenBatch batch = context.batch();
        batch.clear();
        int _ = batch.add(token, 0, 0, true);
        DecodeStatus _ = context.decode();
        context.clear();
    }

    /// True when a choice occupies a slot.
    boolean isBusy() {
        return busy() > 0;
    }

    private int busy() {
        return (int) Arrays.stream(slots).filter(Objects::nonNull).count();
    }

    /// Computes one batch; false when there was nothing to compute.
    boolean step() {
        dropEnded();
        admit();
        report();
        AdapterSet group = groups.fill(plan, slots);
        if (plan.batched().isEmpty()) {
            return false;
        }
        try {
            groups.use(group);
            compute();
        } catch (NativeException e) {
            plan.batched().forEach(generating -> fail(generating, e));
        } finally {
            plan.clear();
        }
        return true;
    }

    private void compute() {
        int size = context.batch().size();
        // Active slots never have more than there is, so idle sequences suffice to make room.
        boolean _ = cache.reserve(size);
        long start = System.nanoTime();
        switch (context.decode()) {
            case DecodeStatus.DONE -> {
                Duration time = Duration.ofNanos(System.nanoTime() - start);
                meter.computed(
                        new Computation(plan.promptTokens(), size - plan.promptTokens(), time));
                plan.grow();
                advance();
            }
            case DecodeStatus.ABORTED -> plan.batched().forEach(Generating::rollback);
            case DecodeStatus.NO_ROOM -> {
                plan.batched().forEach(Generating::rollback);
                makeRoom(size);
            }
        }
    }

    /// Old releases want a run of free cells next to each other: smaller batches need shorter ones.
    private void makeRoom(int size) {
        changed |= cache.evict();
        if (size > 1) {
            plan.shrink(size / 2);
        } else if (cache.idleSequences() == 0) {
            var why =
                    new IllegalStateException(
                            "The model has no room left to compute one token more.");
            plan.batched().forEach(generating -> fail(generating, why));
        }
    }

    private void dropEnded() {
        for (int i = 0; i < slots.length; i++) {
            Generating generating = slots[i];
            if (generating != null && generating.job().isOver()) {
                failLate(generating.job());
                free(generating);
            }
        }
    }

    private void admit() {
        for (int i = 0; i < slots.length; i++) {
            while (slots[i] == null) {
                Generation job = inbox.poll();
                if (job == null) {
                    return;
                }
                changed = true;
                if (job.isOver()) {
                    failLate(job);
                } else if (job.adapters().isGone()) {
                    job.queue().put(new Step.Failure(Failures.adapterGone()));
                } else {
                    slots[i] = begin(job);
                }
            }
        }
    }

    private @Nullable Generating begin(Generation job) {
        meter.started(Duration.ofNanos(System.nanoTime() - job.queuedNanos()));
        HeldSequence sequence = cache.begin(job.prompt(), job.scope(), !job.echoLogprobs());
        Generating generating = new Generating(job, admitted++, sequence, slotTokens, model, cache);
        generating.begin();
        if (job.maxTokens() == 0 && !job.echoLogprobs() && job.likely() == 0) {
            boolean _ = generating.end(FinishReason.LENGTH);
            cache.end(sequence);
            return null;
        }
        return generating;
    }

    private void advance() {
        for (Generating generating : plan.batched()) {
            boolean wasFirst = generating.inFirstPrompt();
            boolean ended = guarded(generating, () -> generating.advance(context));
            if (wasFirst && !generating.inFirstPrompt()) {
                meter.prompted(generating.job().prompt().length, generating.cached());
                fork(generating);
            }
            if (ended) {
                free(generating);
            }
        }
    }

    /// Gives the output after a prompt to all choices that wait with the same prompt.
    private void fork(Generating source) {
        for (Generating other : slots.clone()) {
            if (other != null && other != source && other.canFork(source)) {
                boolean ended = guarded(other, () -> other.fork(source, context));
                meter.prompted(other.job().prompt().length, other.cached());
                if (ended) {
                    free(other);
                }
            }
        }
    }

    /// One step of a choice; a failure in it ends this choice alone.
    private static boolean guarded(Generating generating, Drawing drawing) {
        try {
            return drawing.ended();
        } catch (NativeException e) {
            generating.job().queue().put(new Step.Failure(Failures.computing(e)));
            return true;
        } catch (ApiException e) {
            // Its output constraint cannot be followed any further.
            generating.job().queue().put(new Step.Failure(e));
            return true;
        }
    }

    /// One step of a choice; true when it ended.
    @FunctionalInterface
    private interface Drawing {
        boolean ended();
    }

    private void fail(Generating generating, RuntimeException why) {
        generating.job().queue().put(new Step.Failure(Failures.computing(why)));
        remove(generating);
        cache.drop(generating.sequence());
    }

    private void free(Generating generating) {
        remove(generating);
        cache.end(generating.sequence());
    }

    private void remove(Generating generating) {
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] == generating) {
                slots[i] = null;
            }
        }
        changed = true;
    }

    private void report() {
        if (changed) {
            changed = false;
            meter.occupied(inbox.size(), busy(), slots.length, cache, context.contextTokens());
        }
    }

    /// Fails every request that runs or waits.
    void failAll(ApiException why) {
        for (int i = 0; i < slots.length; i++) {
            Generating generating = slots[i];
            slots[i] = null;
            if (generating != null) {
                generating.job().queue().put(new Step.Failure(why));
            }
        }
        for (Generation job = inbox.poll(); job != null; job = inbox.poll()) {
            job.queue().put(new Step.Failure(why));
        }
        meter.gone();
    }

    private static void failLate(Generation job) {
        job.queue().put(new Step.Failure(new ApiException(new DeadlineExceeded("decode"))));
    }

    @Override
    public void close() {
        context.close();
    }
}
