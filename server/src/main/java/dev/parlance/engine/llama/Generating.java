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
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One choice while it occupies a slot: its tokens so far, how many of them the context holds, and
/// the text. Belongs to the thread of its batch loop.
final class Generating {
    private static final int NONE = -1;

    private final Generation job;
    private final long order;
    private final HeldSequence sequence;
    private final int slotTokens;
    private final NativeModel model;
    private final PrefixCache cache;
    private final SamplerChain sampler;
    private final @Nullable TokenFilter filter;
    private final TextFlow flow;
    private final TokenTexts texts;
    private final List<TokenLogprob> promptLogprobs = new ArrayList<>();

    // The prompt and what was drawn after it.
    private int[] tokens;
    private int known;
    private int produced;
    private boolean drew;
    // Tokens of the prompt that were not computed for this choice.
    private int cached;
    // What the batch in the making has of this choice.
    private int batched;
    private int firstRow = NONE;

    /// @param order grows with each choice of the loop
    /// @param sequence with as much of the prompt as is held already
    /// @param slotTokens tokens that fit in the slot
    Generating(
            Generation job,
            long order,
            HeldSequence sequence,
            int slotTokens,
            NativeModel model,
            PrefixCache cache) {
        this.job = job;
        this.order = order;
        this.sequence = sequence;
        this.slotTokens = slotTokens;
        this.model = model;
        this.cache = cache;
        this.tokens = job.prompt();
        this.known = tokens.length;
        this.cached = sequence.length();
        this.texts = new TokenTexts(model.vocabulary());
        this.flow = new TextFlow(job.choice(), job.stops(), job.reply().parser().get());
        this.sampler = new SamplerChain(job.sampling(), model.vocabulary().size());
        this.filter = job.filter() == null ? null : job.filter().get();
        sampler.prompt(job.prompt());
    }

    Generation job() {
        return job;
    }

    HeldSequence sequence() {
        return sequence;
    }

    /// True while more than one token has to be computed before the next can be drawn, or none has
    /// been drawn yet.
    boolean inPrompt() {
        return produced == 0 || known - sequence.length() > 1;
    }

    /// True until the first token is drawn.
    boolean inFirstPrompt() {
        return produced == 0 && !drew;
    }

    /// Tokens that have to be computed before the next is drawn.
    int pending() {
        return known - sequence.length();
    }

    /// Tokens of the prompt that were not computed for this choice.
    int cached() {
        return cached;
    }

    /// True when this one came to its slot first.
    boolean isBefore(Generating other) {
        return order < other.order;
    }

    /// Tokens of the batch in the making that are for this choice.
    int batched() {
        return batched;
    }

    /// Adds at most this many of the tokens that this choice has to compute next to the batch.
    void addTo(TokenBatch batch, int most) {
        batched = 0;
        firstRow = NONE;
        int position = sequence.length();
        int count = Math.min(most, known - position);
        for (int at = position; at < position + count; at++) {
            boolean output = at == known - 1 || (job.echoLogprobs() && at < job.prompt().length);
            int row = batch.add(tokens[at], at, sequence.number(), output);
            if (firstRow == NONE) {
                firstRow = row;
            }
            batched++;
        }
    }

    /// Takes the outputs of the computed batch.
    ///
    /// @return true when the choice has ended
    boolean advance(NativeContext context) {
        boolean scoring = job.echoLogprobs() && produced == 0;
        if (scoring) {
            notePromptLogprobs(context);
        }
        for (int i = 0; i < batched; i++) {
            cache.computed(sequence, tokens[sequence.length()]);
        }
        if (sequence.length() < known) {
            return false;
        }
        if (scoring) {
            showEcho();
        }
        if (job.maxTokens() == 0 && job.likely() == 0) {
            return end(FinishReason.LENGTH);
        }
        return take(context, lastRow());
    }

    /// The row of the last batch after which the next token is drawn.
    int lastRow() {
        return firstRow + batched - 1;
    }

    /// True when the next token of this choice comes after the very tokens that the other has
    /// computed, and neither has drawn yet.
    boolean canFork(Generating other) {
        return inFirstPrompt()
                && !job.echoLogprobs()
                && job.queue().hasRoom()
                && cache.mayShare(job.scope(), other.job.scope())
                && Arrays.equals(job.prompt(), other.job.prompt());
    }

    /// Takes the computed prompt of another choice, and draws from the same output.
    ///
    /// @return true when the choice has ended
    boolean fork(Generating other, NativeContext context) {
        cached += known - sequence.length();
        cache.share(other.sequence, sequence, known);
        return take(context, other.lastRow());
    }

    /// Makes the context forget what an ended computation may have left in it.
    void rollback() {
        cache.rollback(sequence);
        cached = Math.min(cached, sequence.length());
    }

    /// Takes over what other choices have computed of the prompt meanwhile.
    void follow() {
        int before = sequence.length();
        if (produced == 0 && !job.echoLogprobs() && cache.follow(sequence, job.prompt())) {
            cached += sequence.length() - before;
        }
    }

    /// True when another choice, which came earlier, is about to compute tokens that this one needs
    /// next too.
    boolean waitsFor(Generating earlier) {
        if (produced > 0
                || job.echoLogprobs()
                || !cache.mayShare(job.scope(), earlier.job.scope())) {
            return false;
        }
        int[] theirs = earlier.job.prompt();
        int most = Math.min(known - 1, theirs.length);
        int same = Arrays.mismatch(tokens, 0, most, theirs, 0, most);
        return (same < 0 ? most : same) > sequence.length() || Arrays.equals(tokens, theirs);
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
        int thought = flow.reasoningTokens();
        job.queue().put(new Step.End(job.choice(), why, produced, thought, cached));
        return true;
    }

    private boolean take(NativeContext context, int row) {
        drew = true;
        if (job.likely() > 0) {
            job.queue().put(new Step.Likely(context.chances(row, tokens[0], job.likely()).top()));
            return end(FinishReason.LENGTH);
        }
        int token = context.sample(sampler, row, filter);
        if (filter != null) {
            filter.accept(token);
        }
        if (model.vocabulary().isEndOfGeneration(token)) {
            return job.echoLogprobs() ? endScored(context, row, token) : end(FinishReason.STOP);
        }
        produced++;
        TokenLogprob logprob = null;
        if (job.wantsLogprobs()) {
            TokenChances chances = context.chances(row, token, job.topLogprobs());
            logprob = texts.logprob(token, chances);
        }
        flow.add(job.reply().piece(token, texts), logprob).forEach(job.queue()::put);
        if (flow.stopped() || job.queue().isStopping()) {
            return end(FinishReason.STOP);
        }
        if (produced >= job.maxTokens() || known >= slotTokens) {
            return end(FinishReason.LENGTH);
        }
        note(token);
        return false;
    }

    /// Ends a scored choice with the end token's score: who scores prompts counts one token after.
    private boolean endScored(NativeContext context, int row, int token) {
        flow.finish().forEach(job.queue()::put);
        TokenChances chances = context.chances(row, token, Math.max(0, job.topLogprobs()));
        List<TokenLogprob> end = List.of(texts.logprob(token, chances));
        job.queue().put(new Step.Text(job.choice(), "", end));
        return end(FinishReason.STOP);
    }

    private void note(int token) {
        // The prompt is shared by all choices: the first token makes a copy.
        if (known == tokens.length) {
            tokens = Arrays.copyOf(tokens, Math.max(known + 32, known * 5 / 4));
        }
        tokens[known++] = token;
    }

    private void notePromptLogprobs(NativeContext context) {
        int[] prompt = job.prompt();
        int position = sequence.length();
        if (position == 0) {
            promptLogprobs.clear();
            TokenLogprob first = texts.unscored(prompt[0]);
            // A token that the model wants at the start is no part of what is echoed.
            if (!model.vocabulary().isControl(prompt[0]) || job.echo().startsWith(first.token())) {
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
    public String toString() {
        return "choice " + job.choice() + " in " + sequence;
    }
}
