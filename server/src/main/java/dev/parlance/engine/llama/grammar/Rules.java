package dev.parlance.engine.llama.grammar;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules of one grammar in the making. A rule may be referred to before it has a body.
final class Rules {
    /// One rule.
    ///
    /// @param name for messages
    /// @param where for messages: its place in the source, or empty
    /// @param schema true when it is the caller's schema, or a part of it, and `name` is ours
    record Named(String name, String where, boolean schema) {}

    private final GrammarLimits limits;
    private final List<Named> names = new ArrayList<>();
    private final List<@Nullable Expression> bodies = new ArrayList<>();
    private boolean freeNames;
    private boolean prose;

    Rules(GrammarLimits limits) {
        this.limits = limits;
    }

    GrammarLimits limits() {
        return limits;
    }

    /// Notes that outputs have objects with names that the grammar does not know.
    void useFreeNames() {
        freeNames = true;
    }

    /// Notes that outputs have text that is neither JSON nor fixed.
    void useProse() {
        prose = true;
    }

    /// True when names of members must be compared while outputs run. Not in prose, where braces
    /// and quotes may mean anything.
    boolean comparesNames() {
        return freeNames && !prose;
    }

    int size() {
        return names.size();
    }

    Named name(int rule) {
        return names.get(rule);
    }

    /// A new rule without a body.
    Expression.Rule declare(String name, String where) {
        return declare(new Named(name, where, false));
    }

    /// A new rule without a body, for the part of a schema at this JSON pointer.
    Expression.Rule declareSchema(String pointer) {
        return declare(new Named("schema", pointer, true));
    }

    private Expression.Rule declare(Named name) {
        if (names.size() >= limits.maxNodes()) {
            throw new GrammarException(
                    name.where(), "The grammar has more than " + limits.maxNodes() + " rules.");
        }
        names.add(name);
        bodies.add(null);
        return new Expression.Rule(names.size() - 1);
    }

    void define(Expression.Rule rule, Expression body) {
        bodies.set(rule.number(), body);
    }

    Expression.Rule add(String name, Expression body) {
        Expression.Rule rule = declare(name, "");
        define(rule, body);
        return rule;
    }

    boolean isDefined(Expression.Rule rule) {
        return bodies.get(rule.number()) != null;
    }

    Expression body(int rule) {
        Expression body = bodies.get(rule);
        if (body == null) {
            Named name = names.get(rule);
            throw new GrammarException(
                    name.where(), "The rule '" + name.name() + "' is not defined.");
        }
        return body;
    }
}
