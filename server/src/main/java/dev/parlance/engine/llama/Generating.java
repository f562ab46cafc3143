package dev.parlance.engine.llama;

import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.chat.TokenLogprob;
import dev.parlance.engine.llama.ffm.NativeContext;
import dev.parlance.engine.llama.ffm.NativeModel;
import dev.parlance.engine.llama.ffm.TokenBatch;
import dev.parlance.engine.llama.ffm.TokenChances;
import dev.parlance.engine.llama.ffm.TokenFilter;
import dev.parlance.engine.llama.sampling.SamplerChain;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One choice while it occupies a slot: how much of its prompt is computed, which token comes next,
/// and the text so far. Belongs to the thread of its batch loop, which closes it.
final class Generating implements AutoCloseable {
    private static final int NONE = -1;

    private final Generation job;
    private final int sequence;
    private final int slotTokens;
    private final NativeModel model;
    private final SamplerChain sampler;
    private final @Nullable TokenFilter filter;
    private final TextFlow flow;
    private final TokenTexts texts;
    private final List<TokenLogprob> promptLogprobs = new ArrayList<>();

    // Tokens of this sequence that the context holds.
    private int position;
    private int nextToken = NONE;
    private int produced;
    // What the batch in the making has of this choice.
    private int batched;
    private int firstRow = NONE;

    /// @param sequence the number of its slot
    /// @param slotTokens tokens that fit in the slot
    Generating(Generation job, int sequence, int slotTokens, NativeModel model) {
        this.job = job;
        this.sequence = sequence;
        this.slotTokens = slotTokens;
        this.model = model;
        this.texts = new TokenTexts(model.vocabulary());
        this.flow = new TextFlow(job.choice(), job.stops(), job.reply().parser().get());
        this.sampler = new SamplerChain(job.sampling());
        this.filter = job.filter() == null ? null : job.filter().get();
        sampler.prompt(job.prompt());
    }

    Generation job() {
        return job;
    }

    int sequence() {
        return sequence;
    }

    int position() {
        return position;
    }

    boolean inPrompt() {
        return position < job.prompt().length;
    }

    /// Adds what this choice has to compute next to the batch, as far as there is room.
    void addTo(TokenBatch batch) {
        batched = 0;
        firstRow = NONE;
        if (!inPrompt()) {
            if (batch.room() > 0) {
                firstRow = batch.add(nextToken, position, sequence, true);
                batched = 1;
            }
            return;
        }
        int[] prompt = job.prompt();
        while (batch.room() > 0 && position + batched < prompt.length) {
            int at = position + batched;
            boolean output = job.echoLogprobs() || at == prompt.length - 1;
            int row = batch.add(prompt[at], at, sequence, output);
            if (firstRow == NONE) {
                firstRow = row;
            }
            batched++;
        }
    }

    boolean isBatched() {
        return batched > 0;
    }

    /// Takes the outputs of the computed batch.
    ///
    /// @return true when the choice has ended
    boolean advance(NativeContext context) {
        if (job.echoLogprobs() && inPrompt()) {
            notePromptLogprobs(context);
        }
        position += batched;
        if (inPrompt()) {
            return false;
        }
        if (job.echoLogprobs() && produced == 0 && nextToken == NONE) {
            showEcho();
        }
        if (job.maxTokens() == 0) {
            return end(FinishReason.LENGTH);
        }
        return take(context, firstRow + batched - 1);
    }

    /// Shows the prompt when that needs no computation.
    void begin() {
        job.queue().put(new Step.Begun());
        if (!job.echo().isEmpty() && !job.echoLogprobs()) {
            job.queue().put(new Step.Text(job.choice(), job.echo(), List.of()));
        }
    }

    /// Ends the choice: what was held back, then the reason.
    boolean end(FinishReason reason) {
        flow.finish().forEach(job.queue()::put);
        FinishReason why = flow.reason(reason);
        job.queue().put(new Step.End(job.choice(), why, produced, flow.reasoningTokens()));
        return true;
    }

    private boolean take(NativeContext context, int row) {
        int token = context.sample(sampler, row, filter);
        if (filter != null) {
            filter.accept(token);
        }
        if (model.vocabulary().isEndOfGeneration(token)) {
            return end(FinishReason.STOP);
        }
        produced++;
        TokenLogprob logprob = null;
        if (job.wantsLogprobs()) {
            TokenChances chances = context.chances(row, token, job.topLogprobs());
            logprob = texts.logprob(token, chances);
        }
        flow.add(job.reply().piece(token, texts), logprob).forEach(job.queue()::put);
        if (flow.stopped()) {
            return end(FinishReason.STOP);
        }
        if (produced >= job.maxTokens() || position >= slotTokens) {
            return end(FinishReason.LENGTH);
        }
        nextToken = token;
        return false;
    }

    private void notePromptLogprobs(NativeContext context) {
        int[] prompt = job.prompt();
        if (position == 0) {
            TokenLogprob first = texts.unscored(prompt[0]);
            // A token that the model wants at the start is no part of what is echoed.
            if (job.echo().startsWith(first.token())) {
                promptLogprobs.add(first);
            }
        }
        for (int i = 0; i < batched; i++) {
            int next = position + i + 1;
            if (next < prompt.length) {
                TokenChances chances =
                        context.chances(firstRow + i, prompt[next], Math.max(0, job.topLogprobs()));
                promptLogprobs.add(texts.logprob(prompt[next], chances));
            }
        }
    }

    private void showEcho() {
        if (!job.echo().isEmpty()) {
            job.queue().put(new Step.Text(job.choice(), job.echo(), promptLogprobs));
        }
        promptLogprobs.clear();
    }

    @Override
    public void close() {
        // Nothing of it is native any more.
    }

    @Override
    public String toString() {
        return "choice " + job.choice() + " in slot " + sequence;
    }
}
