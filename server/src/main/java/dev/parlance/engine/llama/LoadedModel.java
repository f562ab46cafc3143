package dev.parlance.engine.llama;

import dev.parlance.core.call.Deadline;
import dev.parlance.core.problem.ApiException;
import dev.parlance.engine.llama.ffm.Vocabulary;
import dev.parlance.engine.llama.gguf.ModelFacts;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A model in memory, as requests see it: its facts, its tokenizer, and the way to its thread.
/// Thread-safe; closed by its thread.
final class LoadedModel implements AutoCloseable {
    /// The longest text that is split into tokens, in characters; what is longer fits no context.
    static final int MAX_TEXT = 16 << 20;

    private final ModelSource source;
    private final ModelFacts facts;
    private final ModelSizes sizes;
    private final Vocabulary vocabulary;
    private final ModelThread thread;
    private final TextThread texts;
    private final SpecialTokens specials;
    private final String bosText;
    private final String eosText;
    private final @Nullable ChatPrompt chatPrompt;
    private final String fingerprint;

    LoadedModel(
            ModelSource source,
            ModelFacts facts,
            ModelSizes sizes,
            Vocabulary vocabulary,
            ModelThread thread) {
        this.source = source;
        this.facts = facts;
        this.sizes = sizes;
        this.vocabulary = vocabulary;
        this.thread = thread;
        this.texts = new TextThread(source.id().value());
        this.specials = SpecialTokens.of(vocabulary);
        this.bosText = name(vocabulary, vocabulary.bos());
        this.eosText = name(vocabulary, vocabulary.eos());
        this.chatPrompt =
                facts.chatTemplate()
                        .map(template -> new ChatPrompt(template, specials, bosText, eosText))
                        .orElse(null);
        this.fingerprint = "llama-" + Long.toHexString(facts.fileBytes() * 31 + facts.tokens());
    }

    private static String name(Vocabulary vocabulary, int token) {
        return token < 0 ? "" : new String(vocabulary.piece(token, true), StandardCharsets.UTF_8);
    }

    ModelSource source() {
        return source;
    }

    ModelFacts facts() {
        return facts;
    }

    ModelSizes sizes() {
        return sizes;
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    ModelThread thread() {
        return thread;
    }

    SpecialTokens specials() {
        return specials;
    }

    /// How conversations become prompts, or null for a model without a chat template.
    @Nullable ChatPrompt chatPrompt() {
        return chatPrompt;
    }

    /// A name for this model's file, for comparing runs.
    String fingerprint() {
        return fingerprint;
    }

    /// The name of the beginning-of-text token, or nothing.
    String bosText() {
        return bosText;
    }

    /// The name of the end-of-text token, or nothing.
    String eosText() {
        return eosText;
    }

    /// What `work` gives on the thread for this model's texts, where its vocabulary may be asked.
    <T> T onTextThread(Deadline deadline, Supplier<T> work) {
        return texts.call(deadline, work);
    }

    /// The token ids of these pieces of text, one after the other.
    ///
    /// @param addSpecial true to add what the model wants around a text
    /// @param parseSpecial true to understand special tokens in it
    int[] tokenize(
            Deadline deadline, List<String> pieces, boolean addSpecial, boolean parseSpecial) {
        long length = pieces.stream().mapToLong(String::length).sum();
        if (length > MAX_TEXT) {
            throw ApiException.invalid(
                    null,
                    "The text has " + length + " characters; at most " + MAX_TEXT + " are taken.");
        }
        return texts.call(
                deadline,
                () -> {
                    int[] tokens = new int[0];
                    for (int i = 0; i < pieces.size(); i++) {
                        int[] more =
                                vocabulary.tokenize(
                                        pieces.get(i), addSpecial && i == 0, parseSpecial);
                        int[] joined = Arrays.copyOf(tokens, tokens.length + more.length);
                        System.arraycopy(more, 0, joined, tokens.length, more.length);
                        tokens = joined;
                    }
                    return tokens;
                });
    }

    @Override
    public void close() {
        texts.close();
    }
}
