package dev.parlance.engine.llama.grammar;

import dev.parlance.core.json.JsonValue.JsonObject;
import java.util.List;
import java.util.function.Consumer;

/// A compiled output constraint: immutable, thread-safe, independent of any model.
///
/// Every method that makes one throws [GrammarException], whose message is for the caller, when
/// what is given is wrong or larger than the limits.
public final class Grammar {
    private final GrammarLimits limits;
    private final int size;
    private final States states;
    private final State start;
    private final boolean comparesNames;

    Grammar(Program program) {
        this.limits = program.limits();
        this.size = program.nodes().size();
        this.states = new States(program);
        this.comparesNames = program.comparesNames();
        this.start = states.start(new Budget(limits.maxWork()));
    }

    /// What a GBNF grammar says, the notation of llama.cpp; outputs satisfy its rule `root`.
    public static Grammar gbnf(String text, GrammarLimits limits) {
        Rules rules = new Rules(limits);
        return new Grammar(Compiler.compile(rules, new GbnfParser(text, rules).root()));
    }

    /// Texts that this regular expression matches as a whole.
    public static Grammar regex(String pattern, GrammarLimits limits) {
        return new Grammar(
                Compiler.compile(new Rules(limits), RegexParser.parse(pattern, limits).whole()));
    }

    /// One of these texts.
    public static Grammar choices(List<String> texts, GrammarLimits limits) {
        long size = texts.stream().mapToLong(String::length).sum();
        if (texts.isEmpty()) {
            throw new GrammarException("There is no choice.");
        }
        if (size > limits.maxText()) {
            throw new GrammarException(
                    "The choices have "
                            + size
                            + " characters; at most "
                            + limits.maxText()
                            + " are taken.");
        }
        return new Grammar(
                Compiler.compile(
                        new Rules(limits),
                        Expression.either(texts.stream().map(Expression::text).toList())));
    }

    /// Any JSON object.
    public static Grammar json(GrammarLimits limits) {
        Rules rules = new Rules(limits);
        return new Grammar(Compiler.compile(rules, new JsonText(rules).object()));
    }

    /// JSON that this schema accepts. A keyword that cannot be followed is refused by name.
    public static Grammar jsonSchema(JsonObject schema, GrammarLimits limits) {
        GrammarBuilder builder = new GrammarBuilder(limits);
        return builder.build(builder.schema(schema));
    }

    /// JSON that this schema accepts, and more where a keyword cannot be followed.
    ///
    /// @param loosened is told of each such keyword
    public static Grammar jsonSchema(
            JsonObject schema, GrammarLimits limits, Consumer<GrammarException> loosened) {
        GrammarBuilder builder = new GrammarBuilder(limits);
        return builder.build(builder.schema(schema, loosened));
    }

    /// The number of its nodes, for bounding the memory of many.
    public int size() {
        return size;
    }

    /// One output's place in it, at the beginning.
    public GrammarState start() {
        return new GrammarState(
                states,
                new Budget(limits.maxWork()),
                start,
                comparesNames ? MemberScan.START : null);
    }
}
