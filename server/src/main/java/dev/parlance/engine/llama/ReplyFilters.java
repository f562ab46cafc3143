package dev.parlance.engine.llama;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.OutputConstraint;
import dev.parlance.core.chat.Tool;
import dev.parlance.core.chat.ToolChoice;
import dev.parlance.core.problem.ApiException;
import dev.parlance.engine.llama.ffm.TokenFilter;
import dev.parlance.engine.llama.ffm.Vocabulary;
import dev.parlance.engine.llama.grammar.Grammar;
import dev.parlance.engine.llama.grammar.GrammarException;
import dev.parlance.engine.llama.grammar.GrammarLimits;
import dev.parlance.engine.llama.grammar.TokenTrie;
import dev.parlance.engine.llama.reply.ReplyFormat;
import dev.parlance.engine.llama.reply.ReplyGrammar;
import dev.parlance.engine.llama.reply.ThinkTags;
import dev.parlance.engine.llama.reply.ToolOffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What one model's chats may write, by their tools and constraints. The grammars of the last tools
/// are remembered, since conversations repeat them. Thread-safe.
final class ReplyFilters {
    private static final int MOST_REMEMBERED = 16;

    private record Key(
            ToolOffer offer, boolean required, OutputConstraint constraint, String opening) {}

    /// What replies are held to.
    ///
    /// @param grammar null when any reply will do
    /// @param loosened parts of schemas that are not followed, with the reasons
    private record Held(@Nullable Grammar grammar, List<GrammarException> loosened) {}

    private final LoadedModel model;
    private final ReplyFormat format;
    private final Map<Integer, byte[]> markers;
    private final LinkedHashMap<Key, Held> remembered = new LinkedHashMap<>(16, 0.75f, true);
    private volatile @Nullable TokenTrie trie;
    private volatile @Nullable BitSet thinking;

    /// @param markers the control tokens that mean something in replies, with their text
    ReplyFilters(LoadedModel model, ReplyFormat format, Map<Integer, byte[]> markers) {
        this.model = model;
        this.format = format;
        this.markers = Map.copyOf(markers);
    }

    /// What makes the filter of each choice, or null when any reply will do.
    ///
    /// @param offer what may be called, or null for nothing
    /// @param opening what the prompt holds of the reply already
    /// @throws ApiException `InvalidRequest` that names a schema that cannot be followed
    @Nullable Supplier<TokenFilter> of(
            CallContext context, ChatRequest request, @Nullable ToolOffer offer, String opening) {
        Supplier<TokenFilter> filter =
                offer == null
                        ? model.constraints().filter(context, request.constraint())
                        : tools(context, request, offer, opening);
        ThinkTags tags = format.thoughts();
        if (filter == null || tags == null || !opening.startsWith(tags.open())) {
            return filter;
        }
        BitSet thinking = thinking(context);
        Supplier<TokenFilter> inner = filter;
        return () -> new AfterThought(inner.get(), tags.close(), this::piece, thinking);
    }

    private @Nullable Supplier<TokenFilter> tools(
            CallContext context, ChatRequest request, ToolOffer offer, String opening) {
        OutputConstraint constraint = request.constraint();
        if (constraint instanceof OutputConstraint.Grammar
                || constraint instanceof OutputConstraint.Regex) {
            throw ApiException.invalid(
                    constraint.param(),
                    "'"
                            + constraint.param()
                            + "' cannot be combined with 'tools'; 'response_format' can.");
        }
        boolean required =
                switch (request.toolChoice()) {
                    case ToolChoice.None _, ToolChoice.Auto _ -> false;
                    case ToolChoice.Required _, ToolChoice.Named _ -> true;
                    case ToolChoice.Allowed(_, boolean must) -> must;
                };
        if (required && !(constraint instanceof OutputConstraint.Free)) {
            context.dispositions().ignored("response_format", "the reply is a tool call");
        }
        Held held = held(context, new Key(offer, required, constraint, opening));
        for (GrammarException loosened : held.loosened()) {
            context.dispositions().ignored(field(loosened), loosened.what());
        }
        Grammar grammar = held.grammar();
        if (grammar == null) {
            return null;
        }
        return Constraints.filter(grammar, trie(context), "tools");
    }

    private Held held(CallContext context, Key key) {
        synchronized (remembered) {
            Held known = remembered.get(key);
            if (known != null) {
                return known;
            }
        }
        context.deadline().check("compile");
        Held held;
        try {
            held = compiled(key, key.offer());
        } catch (GrammarException e) {
            held = loosened(key, e);
        }
        synchronized (remembered) {
            remembered.put(key, held);
            if (remembered.size() > MOST_REMEMBERED) {
                remembered.pollFirstEntry();
            }
        }
        return held;
    }

    /// The grammar with any object as arguments, when the schemas are too much for one and none has
    /// to be followed exactly.
    private Held loosened(Key key, GrammarException why) {
        ToolOffer loose = key.offer().withoutSchemas();
        if (key.offer().tools().stream().anyMatch(Tool::strict) || loose.equals(key.offer())) {
            throw problem(why);
        }
        try {
            Held held = compiled(key, loose);
            List<GrammarException> all = new ArrayList<>(held.loosened());
            all.add(why);
            return new Held(held.grammar(), List.copyOf(all));
        } catch (GrammarException e) {
            throw problem(e);
        }
    }

    private Held compiled(Key key, ToolOffer offer) {
        List<GrammarException> loosened = new ArrayList<>();
        Grammar grammar =
                ReplyGrammar.of(
                        format,
                        offer,
                        key.required(),
                        key.constraint(),
                        key.opening(),
                        GrammarLimits.DEFAULT,
                        loosened::add);
        return new Held(grammar, List.copyOf(loosened));
    }

    private static ApiException problem(GrammarException e) {
        return ApiException.invalid(field(e), "'" + field(e) + "': " + e.what());
    }

    /// The field of the request that the fault is in.
    private static String field(GrammarException e) {
        return e.where().isEmpty() ? "tools" : e.where();
    }

    private byte[] piece(int token) {
        byte @Nullable [] marker = markers.get(token);
        return marker == null ? model.vocabulary().piece(token, false) : marker;
    }

    /// The model's tokens, with the control tokens that mark calls as the text they stand for.
    private TokenTrie trie(CallContext context) {
        if (markers.isEmpty()) {
            return model.constraints().trie(context);
        }
        TokenTrie known = trie;
        if (known == null) {
            Vocabulary vocabulary = model.vocabulary();
            known =
                    model.onTextThread(
                            context.deadline(),
                            () ->
                                    TokenTrie.of(
                                            vocabulary.size(),
                                            this::piece,
                                            this::isHidden,
                                            vocabulary::isEndOfGeneration));
            trie = known;
        }
        return known;
    }

    private boolean isHidden(int token) {
        return model.vocabulary().isControl(token) && !markers.containsKey(token);
    }

    /// The tokens that a thought may have.
    private BitSet thinking(CallContext context) {
        BitSet known = thinking;
        if (known == null) {
            Vocabulary vocabulary = model.vocabulary();
            known =
                    model.onTextThread(
                            context.deadline(),
                            () -> {
                                BitSet tokens = new BitSet(vocabulary.size());
                                for (int token = 0; token < vocabulary.size(); token++) {
                                    tokens.set(
                                            token,
                                            !isHidden(token)
                                                    && !vocabulary.isEndOfGeneration(token));
                                }
                                return tokens;
                            });
            thinking = known;
        }
        return known;
    }
}
