package dev.parlance.engine.llama;

import dev.parlance.engine.llama.ffm.TokenBatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides what goes into a batch: first the next token of every reply that is being written, then
/// prompts, which share what is left equally. While replies are written, prompts get one chunk. For
/// one thread.
final class BatchPlan {
    private final TokenBatch batch;
    private final int capacity;
    private final int promptChunk;
    private final List<Generating> batched = new ArrayList<>();
    private int most;
    private int promptTokens;
    private int firstSlot;

    /// @param capacity tokens of a batch
    /// @param promptChunk tokens of prompts in a batch that has replies in it too
    BatchPlan(TokenBatch batch, int capacity, int promptChunk) {
        this.batch = batch;
        this.capacity = capacity;
        this.promptChunk = promptChunk;
        this.most = capacity;
    }

    /// Those that have tokens in the batch, in order.
    List<Generating> batched() {
        return batched;
    }

    /// Tokens of prompts in the batch.
    int promptTokens() {
        return promptTokens;
    }

    /// Fills the batch with choices on which these adapters work; replies of others count as
    /// delayed by it too.
    void fill(@Nullable Generating[] slots, AdapterSet adapters) {
        clear();
        List<Generating> prompts = new ArrayList<>();
        boolean delays = false;
        for (int i = 0; i < slots.length; i++) {
            Generating generating = slots[(firstSlot + i) % slots.length];
            if (generating == null || !generating.job().queue().hasRoom()) {
                continue;
            }
            boolean fits = generating.job().adapters().equals(adapters);
            if (!generating.inPrompt()) {
                delays = true;
                if (fits) {
                    add(generating, Math.min(1, most - batch.size()));
                }
            } else if (fits) {
                prompts.add(generating);
            }
        }
        // Nobody keeps the first place, so that leftovers go round.
        firstSlot = (firstSlot + 1) % slots.length;
        if (!prompts.isEmpty()) {
            addPrompts(prompts, delays);
        }
    }

    private void addPrompts(List<Generating> prompts, boolean delays) {
        prompts.forEach(Generating::follow);
        List<Generating> due = new ArrayList<>();
        for (Generating prompt : prompts) {
            if (prompts.stream().noneMatch(other -> waits(prompt, other))) {
                due.add(prompt);
            }
        }
        int replies = batch.size();
        int left = delays ? Math.min(promptChunk, most - replies) : most;
        // The shortest first: what they leave of their share goes to the longer ones.
        due.sort((a, b) -> Integer.compare(a.pending(), b.pending()));
        for (int i = 0; i < due.size(); i++) {
            int share = Math.ceilDiv(left, due.size() - i);
            int before = batch.size();
            add(due.get(i), share);
            left -= batch.size() - before;
        }
        promptTokens = batch.size() - replies;
    }

    private static boolean waits(Generating prompt, Generating other) {
        return other.isBefore(prompt) && prompt.waitsFor(other);
    }

    private void add(Generating generating, int tokens) {
        generating.addTo(batch, tokens);
        if (generating.batched() > 0) {
            batched.add(generating);
        }
    }

    /// Empties the batch.
    void clear() {
        batch.clear();
        batched.clear();
        promptTokens = 0;
    }

    /// Makes the next batches smaller, after one found no room.
    void shrink(int tokens) {
        most = tokens;
    }

    /// Lets batches become larger again.
    void grow() {
        most = Math.min(capacity, most * 2);
    }
}
