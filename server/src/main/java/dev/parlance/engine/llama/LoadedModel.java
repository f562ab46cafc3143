package dev.parlance.engine.llama;

import dev.parlance.core.call.Deadline;
import dev.parlance.core.problem.ApiException;
import dev.parlance.engine.llama.ffm.Vocabulary;
import dev.parlance.engine.llama.gguf.ModelFacts;
import dev.parlance.engine.llama.sampling.BreakerIndex;
import dev.parlance.engine.llama.sampling.ModelTokens;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A model in memory, as requests see it: its facts, its tokenizer, and the way to its thread.
/// Thread-safe; closed by its thread.
final class LoadedModel implements Runner, AutoCloseable {
    /// The longest text that is split into tokens, in characters.
    static final int MAX_TEXT = 4 << 20;

    private final ModelSource source;
    private final ModelFacts facts;
    private final ModelSizes sizes;
    private final Vocabulary vocabulary;
    private final ModelThread thread;
    private final Adapters adapters;
    private final TextThread texts;
    private final ModelTokens tokens;
    private final SpecialTokens specials;
    private final TextFrame frame;
    private final @Nullable InfillTokens infill;
    private final String bosText;
    private final String eosText;
    private final ChatForms forms;
    private final String fingerprint;
    private final Constraints constraints = new Constraints(this);

    LoadedModel(
            ModelSource source,
            ModelFacts facts,
            ModelSizes sizes,
            Vocabulary vocabulary,
            Adapters adapters,
            ModelThread thread) {
        this.adapters = adapters;
        this.source = source;
        this.facts = facts;
        this.sizes = sizes;
        this.vocabulary = vocabulary;
        this.thread = thread;
        this.texts = new TextThread(source.id().value(), maxPiece(sizes));
        this.tokens = tokens(vocabulary);
        this.specials = SpecialTokens.of(vocabulary);
        this.frame = TextFrame.of(vocabulary);
        this.infill = InfillTokens.of(vocabulary);
        this.bosText = name(vocabulary, vocabulary.bos());
        this.eosText = name(vocabulary, vocabulary.eos());
        this.forms = new ChatForms(this, facts.chatTemplate().orElse(null));
        this.fingerprint = "llama-" + Long.toHexString(facts.fileBytes() * 31 + facts.tokens());
    }

    private static String name(Vocabulary vocabulary, int token) {
        return token < 0 ? "" : new String(vocabulary.piece(token, true), StandardCharsets.UTF_8);
    }

    private static ModelTokens tokens(Vocabulary vocabulary) {
        return new ModelTokens(
                vocabulary.size(),
                IntStream.range(0, vocabulary.size())
                        .filter(vocabulary::isEndOfGeneration)
                        .boxed()
                        .collect(Collectors.toSet()),
                new BreakerIndex(
                        vocabulary.size(),
                        token -> vocabulary.piece(token, true),
                        text -> vocabulary.tokenize(text, false, false)));
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

    /// What samplers have to know of its tokens.
    ModelTokens tokens() {
        return tokens;
    }

    Adapters adapters() {
        return adapters;
    }

    SpecialTokens specials() {
        return specials;
    }

    /// What the model wants around a text.
    TextFrame frame() {
        return frame;
    }

    /// How gaps are filled, or null for a model that cannot.
    @Nullable InfillTokens infill() {
        return infill;
    }

    /// How to chat with it.
    ChatForms forms() {
        return forms;
    }

    /// The output constraints of its requests.
    Constraints constraints() {
        return constraints;
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
        List<String> parts = new ArrayList<>();
        pieces.forEach(piece -> cut(piece, maxPiece(sizes), parts));
        return texts.call(
                deadline,
                () -> {
                    IntStream.Builder tokens = IntStream.builder();
                    for (int i = 0; i < parts.size(); i++) {
                        deadline.check("tokenize");
                        boolean first = addSpecial && i == 0;
                        for (int token : vocabulary.tokenize(parts.get(i), first, parseSpecial)) {
                            tokens.add(token);
                        }
                    }
                    return tokens.build().toArray();
                });
    }

    /// Characters that are split into tokens in one go: more than fit the context, mostly. Longer
    /// texts are cut so that the stack suffices, and are only counted as a rule.
    private static int maxPiece(ModelSizes sizes) {
        return Math.clamp(sizes.slotTokens() * 32L, 1 << 16, MAX_TEXT);
    }

    static void cut(String text, int max, List<String> parts) {
        int from = 0;
        while (text.length() - from > max) {
            int to = from + max;
            if (Character.isHighSurrogate(text.charAt(to - 1))) {
                to--;
            }
            parts.add(text.substring(from, to));
            from = to;
        }
        parts.add(text.substring(from));
    }

    @Override
    public void close() {
        texts.close();
    }
}
