package dev.parlance.engine.llama;

import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import dev.parlance.engine.llama.ffm.ContextOptions;
import dev.parlance.engine.llama.ffm.DecodeStatus;
import dev.parlance.engine.llama.ffm.NativeContext;
import dev.parlance.engine.llama.ffm.NativeException;
import dev.parlance.engine.llama.ffm.NativeModel;
import dev.parlance.engine.llama.ffm.TokenBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Generates all choices of one model together: each step puts the next token of every running
/// choice and as much of new prompts as fits into one batch, computes it and draws.
///
/// A slot is a number from 0 that is a sequence of the context, with a fixed share of its tokens. A
/// slot whose reader is slow is left out until the reader has caught up; one whose request is
/// cancelled or late is freed at the next step, and a prefill for it is ended at once. Belongs to
/// the thread of its model.
final class BatchLoop implements AutoCloseable {
    private final NativeModel model;
    private final NativeContext context;
    private final int slotTokens;
    private final Queue<Generation> inbox;
    private final @Nullable Generating[] slots;
    // Those of the batch in the making, in order.
    private final List<Generating> batched = new ArrayList<>();
    private int firstSlot;

    /// @param options of a context whose tokens all slots share equally
    BatchLoop(NativeModel model, ContextOptions options, Queue<Generation> inbox) {
        this.model = model;
        this.inbox = inbox;
        this.slots = new Generating[options.sequences()];
        this.context = new NativeContext(model, options, this::isAborted);
        this.slotTokens = context.contextTokens() / options.sequences();
    }

    /// True when the batch being computed is for nobody any more in the main: a prompt whose
    /// request ended. Steps of single tokens are short and are left to finish.
    private boolean isAborted() {
        for (Generating generating : batched) {
            if (generating.inPrompt() && isOver(generating.job())) {
                return true;
            }
        }
        return false;
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
        for (Generating slot : slots) {
            if (slot != null) {
                return true;
            }
        }
        return false;
    }

    /// Computes one batch; false when there was nothing to compute.
    boolean step() {
        dropEnded();
        admit();
        fillBatch();
        if (batched.isEmpty()) {
            return false;
        }
        try {
            if (context.decode() == DecodeStatus.DONE) {
                advance();
            } else {
                forget();
            }
        } catch (NativeException e) {
            fail(e);
        } finally {
            batched.clear();
        }
        return true;
    }

    private void dropEnded() {
        for (int i = 0; i < slots.length; i++) {
            Generating generating = slots[i];
            if (generating != null && isOver(generating.job())) {
                failLate(generating.job());
                free(i);
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
                if (isOver(job)) {
                    failLate(job);
                    continue;
                }
                begin(job, i);
            }
        }
    }

    private void begin(Generation job, int slot) {
        Generating generating = new Generating(job, slot, slotTokens, model);
        generating.begin();
        if (job.maxTokens() == 0 && !job.echoLogprobs()) {
            boolean _ = generating.end(FinishReason.LENGTH);
            generating.close();
            return;
        }
        slots[slot] = generating;
    }

    private void fillBatch() {
        TokenBatch batch = context.batch();
        batch.clear();
        batched.clear();
        // Single tokens first: a long prompt must not hold up replies that are being read.
        add(batch, false);
        add(batch, true);
        firstSlot = (firstSlot + 1) % slots.length;
    }

    private void add(TokenBatch batch, boolean prompts) {
        for (int i = 0; i < slots.length; i++) {
            Generating generating = slots[(firstSlot + i) % slots.length];
            if (generating != null
                    && generating.inPrompt() == prompts
                    && generating.job().queue().hasRoom()) {
                generating.addTo(batch);
                if (generating.isBatched()) {
                    batched.add(generating);
                }
            }
        }
    }

    private void advance() {
        for (Generating generating : batched) {
            boolean ended;
            try {
                ended = generating.advance(context);
            } catch (NativeException e) {
                generating.job().queue().put(new Step.Failure(Failures.computing(e)));
                ended = true;
            } catch (ApiException e) {
                // Its output constraint cannot be followed any further.
                generating.job().queue().put(new Step.Failure(e));
                ended = true;
            }
            if (ended) {
                free(generating.sequence());
            }
        }
    }

    /// Makes the context forget what an ended decode call may have left in it.
    private void forget() {
        for (Generating generating : batched) {
            context.forget(generating.sequence(), generating.position());
        }
    }

    private void fail(NativeException why) {
        for (Generating generating : batched) {
            generating.job().queue().put(new Step.Failure(Failures.computing(why)));
            free(generating.sequence());
        }
    }

    private void free(int slot) {
        Generating generating = slots[slot];
        slots[slot] = null;
        if (generating != null) {
            generating.close();
            context.forget(slot, 0);
        }
    }

    /// Fails every request that runs or waits.
    void failAll(ApiException why) {
        for (int i = 0; i < slots.length; i++) {
            Generating generating = slots[i];
            slots[i] = null;
            if (generating != null) {
                generating.job().queue().put(new Step.Failure(why));
                generating.close();
            }
        }
        for (Generation job = inbox.poll(); job != null; job = inbox.poll()) {
            job.queue().put(new Step.Failure(why));
        }
    }

    private static boolean isOver(Generation job) {
        return job.queue().isCancelled() || job.deadline().expired();
    }

    private static void failLate(Generation job) {
        job.queue().put(new Step.Failure(new ApiException(new DeadlineExceeded("decode"))));
    }

    @Override
    public void close() {
        context.close();
    }
}
