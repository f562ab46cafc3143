package dev.parlance.engine.llama;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.OutputConstraint;
import dev.parlance.core.problem.ApiException;
import dev.parlance.engine.llama.ffm.TokenFilter;
import dev.parlance.engine.llama.ffm.Vocabulary;
import dev.parlance.engine.llama.grammar.Grammar;
import dev.parlance.engine.llama.grammar.GrammarException;
import dev.parlance.engine.llama.grammar.GrammarFilter;
import dev.parlance.engine.llama.grammar.GrammarLimits;
import dev.parlance.engine.llama.grammar.TokenTrie;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The output constraints of one model's requests: compiled on the request's thread, and the last
/// ones remembered with all that outputs have learnt about them. Thread-safe.
final class Constraints {
    private static final int MOST_REMEMBERED = 32;
    private static final int MOST_NODES = 500_000;

    /// @param loosened keywords of a schema that are not followed, with the reasons
    private record Compiled(Grammar grammar, List<GrammarException> loosened) {}

    private final LoadedModel model;
    private final Map<OutputConstraint, Compiled> compiled = new LinkedHashMap<>(16, 0.75f, true);
    private volatile @Nullable TokenTrie trie;

    Constraints(LoadedModel model) {
        this.model = model;
    }

    /// What makes the filter of each choice, or null when any text will do.
    ///
    /// @throws ApiException `InvalidRequest` that names the field of a wrong or too large
    ///   constraint, `DeadlineExceeded`
    @Nullable Supplier<TokenFilter> filter(CallContext context, OutputConstraint constraint) {
        if (constraint instanceof OutputConstraint.Free) {
            return null;
        }
        Compiled ready = remembered(constraint);
        if (ready == null) {
            context.deadline().check("compile");
            ready = compile(constraint);
            remember(constraint, ready);
        }
        for (GrammarException loosened : ready.loosened()) {
            context.dispositions().ignored(field(constraint, loosened), loosened.what());
        }
        return filter(context, ready.grammar(), constraint.param());
    }

    /// What makes the filter of each choice.
    ///
    /// @param param the field of the request that the grammar was made of
    Supplier<TokenFilter> filter(CallContext context, Grammar grammar, String param) {
        return filter(grammar, trie(context), param);
    }

    /// What makes the filter of each choice over these tokens.
    static Supplier<TokenFilter> filter(Grammar grammar, TokenTrie tokens, String param) {
        return () -> new Checked(new GrammarFilter(grammar, tokens), param);
    }

    private Compiled compile(OutputConstraint constraint) {
        List<GrammarException> loosened = new ArrayList<>();
        try {
            return new Compiled(grammar(constraint, loosened), List.copyOf(loosened));
        } catch (GrammarException e) {
            throw problem(field(constraint, e), e);
        }
    }

    private static Grammar grammar(OutputConstraint constraint, List<GrammarException> loosened) {
        GrammarLimits limits = GrammarLimits.DEFAULT;
        return switch (constraint) {
            case OutputConstraint.Free _ -> throw new IllegalArgumentException("no constraint");
            case OutputConstraint.Json _ -> Grammar.json(limits);
            case OutputConstraint.JsonSchema(_, var schema, boolean strict, _) ->
                    strict
                            ? Grammar.jsonSchema(schema, limits)
                            : Grammar.jsonSchema(schema, limits, loosened::add);
            case OutputConstraint.Grammar(var gbnf, _) -> Grammar.gbnf(gbnf, limits);
            case OutputConstraint.Regex(var pattern, _) -> Grammar.regex(pattern, limits);
            case OutputConstraint.Choices(var texts, _) -> Grammar.choices(texts, limits);
        };
    }

    /// The field with the place inside it, where the fault names one as a JSON pointer.
    private static String field(OutputConstraint constraint, GrammarException fault) {
        boolean inside = isPointer(fault) && fault.where().length() > 1;
        return inside ? constraint.param() + fault.where() : constraint.param();
    }

    private static boolean isPointer(GrammarException fault) {
        return fault.where().startsWith("/");
    }

    private static ApiException problem(String param, GrammarException fault) {
        String what = isPointer(fault) ? fault.what() : fault.getMessage();
        return ApiException.invalid(param, "'" + param + "': " + what);
    }

    private @Nullable Compiled remembered(OutputConstraint constraint) {
        synchronized (compiled) {
            return compiled.get(constraint);
        }
    }

    private void remember(OutputConstraint constraint, Compiled ready) {
        synchronized (compiled) {
            compiled.put(constraint, ready);
            int nodes = compiled.values().stream().mapToInt(c -> c.grammar().size()).sum();
            var oldest = compiled.values().iterator();
            while (compiled.size() > 1
                    && (compiled.size() > MOST_REMEMBERED || nodes > MOST_NODES)) {
                nodes -= oldest.next().grammar().size();
                oldest.remove();
            }
        }
    }

    /// The model's tokens; made for the first constrained request.
    TokenTrie trie(CallContext context) {
        TokenTrie known = trie;
        if (known == null) {
            known = model.onTextThread(context.deadline(), () -> trie(model.vocabulary()));
            trie = known;
        }
        return known;
    }

    private static TokenTrie trie(Vocabulary vocabulary) {
        return TokenTrie.of(
                vocabulary.size(),
                token -> vocabulary.piece(token, false),
                vocabulary::isControl,
                vocabulary::isEndOfGeneration);
    }

    /// A filter whose faults are the request's.
    private record Checked(GrammarFilter filter, String param) implements TokenFilter {
        @Override
        public boolean allows(int token) {
            try {
                return filter.allows(token);
            } catch (GrammarException e) {
                throw problem(param, e);
            }
        }

        @Override
        public BitSet allowed() {
            try {
                return filter.allowed();
            } catch (GrammarException e) {
                throw problem(param, e);
            }
        }

        @Override
        public void accept(int token) {
            try {
                filter.accept(token);
            } catch (GrammarException e) {
                throw problem(param, e);
            }
        }
    }
}
