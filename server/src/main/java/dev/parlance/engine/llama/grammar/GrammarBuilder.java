package dev.parlance.engine.llama.grammar;

import dev.parlance.core.json.JsonValue.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Builds a grammar out of parts, such as a tool call: text around JSON that a schema accepts. Used
/// once, on one thread. Its methods throw [GrammarException] as those of [Grammar] do.
public final class GrammarBuilder {
    private final Rules rules;
    private final JsonText json;

    /// A set of texts; belongs to the builder that made it, and may be used there more than once.
    public static final class Part {
        private final Expression expression;

        private Part(Expression expression) {
            this.expression = expression;
        }
    }

    public GrammarBuilder(GrammarLimits limits) {
        this.rules = new Rules(limits);
        this.json = new JsonText(rules);
    }

    /// This text.
    public Part literal(String text) {
        return new Part(Expression.text(text));
    }

    /// Any JSON value.
    public Part json() {
        return new Part(json.value());
    }

    /// Any JSON object.
    public Part jsonObject() {
        return new Part(json.object());
    }

    /// JSON that this schema accepts. A keyword that cannot be followed is refused by name.
    public Part schema(JsonObject schema) {
        return schema(
                schema,
                fault -> {
                    throw fault;
                });
    }

    /// JSON that this schema accepts, and more where a keyword cannot be followed.
    ///
    /// @param loosened is told of each such keyword
    public Part schema(JsonObject schema, Consumer<GrammarException> loosened) {
        SchemaCompiler compiler = new SchemaCompiler(rules, json, loosened, schema);
        return new Part(compiler.value(new Located(schema, "")));
    }

    /// White space as JSON outputs have it, or none.
    public Part space() {
        return new Part(JsonText.SPACE);
    }

    /// One after the other.
    public Part sequence(Part... parts) {
        return new Part(new Expression.Sequence(expressions(List.of(parts))));
    }

    /// One of these.
    public Part either(List<Part> parts) {
        return new Part(Expression.either(expressions(parts)));
    }

    /// This, or nothing.
    public Part optional(Part part) {
        return new Part(Expression.optional(part.expression));
    }

    /// This from `min` to `max` times; `Integer.MAX_VALUE` for no upper bound.
    public Part repeat(Part part, int min, int max) {
        return new Part(Expression.repeat(part.expression, min, max));
    }

    /// Any text, the empty one too, that has none of these in it. Followed by one of them, it ends
    /// where that begins.
    public Part anyTextExcept(List<String> stops) {
        rules.useProse();
        return new Part(TextWithout.any(stops));
    }

    /// The grammar of this part.
    public Grammar build(Part root) {
        return new Grammar(Compiler.compile(rules, root.expression));
    }

    private static List<Expression> expressions(List<Part> parts) {
        List<Expression> expressions = new ArrayList<>(parts.size());
        for (Part part : parts) {
            expressions.add(part.expression);
        }
        return expressions;
    }
}
