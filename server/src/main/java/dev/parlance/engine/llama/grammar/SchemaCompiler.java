package dev.parlance.engine.llama.grammar;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The translation of JSON Schema: texts of JSON values that a schema accepts. Every output is
/// accepted; of what the schema accepts, outputs are the values in one way of writing them
/// (`docs/constraints.md` says which).
final class SchemaCompiler {
    private final Rules rules;
    private final JsonText json;
    private final SchemaReader reader;
    private final Map<Located, Expression.Rule> known = new HashMap<>();
    private int depth;

    /// @param loosened is told of each keyword that cannot be followed; may throw it
    SchemaCompiler(
            Rules rules, JsonText json, Consumer<GrammarException> loosened, JsonValue root) {
        this.rules = rules;
        this.json = json;
        this.reader = new SchemaReader(root, rules.limits(), loosened);
        checkSize(root);
    }

    private void checkSize(JsonValue root) {
        long size = size(root, 0);
        if (size > rules.limits().maxText()) {
            throw new GrammarException(
                    "The schema has "
                            + size
                            + " characters; at most "
                            + rules.limits().maxText()
                            + " are read.");
        }
    }

    private long size(JsonValue value, int nesting) {
        if (nesting > rules.limits().maxNesting()) {
            throw new GrammarException(
                    "The schema is nested deeper than " + rules.limits().maxNesting() + " levels.");
        }
        return switch (value) {
            case JsonValue.JsonNull _, JsonValue.JsonBoolean _ -> 4;
            case JsonValue.JsonNumber(var number) -> Math.max(1, number.precision());
            case JsonValue.JsonString(var text) -> text.length() + 2L;
            case JsonArray(var values) ->
                    values.stream().mapToLong(v -> size(v, nesting + 1) + 1).sum() + 2;
            case JsonObject(var members) ->
                    members.entrySet().stream()
                                    .mapToLong(m ->
                                            m.getKey().length()
                                                    + size(m.getValue(), nesting + 1)
                                                    + 4)
                                    .sum()
                            + 2;
        };
    }

    /// The values that this schema accepts.
    Expression value(Located schema) {
        if (schema.isAnything()) {
            return json.value();
        }
        if (schema.isNothing()) {
            return Expression.NOTHING;
        }
        Expression.Rule rule = known.get(schema);
        if (rule == null) {
            rule = rules.declareSchema(schema.pointer());
            known.put(schema, rule);
            if (++depth > rules.limits().maxNesting() * 2) {
                throw schema.fault("the schema is nested too deeply.");
            }
            rules.define(rule, body(schema));
            depth--;
        }
        return rule;
    }

    private Expression body(Located schema) {
        Located target = reader.hasOnly(schema, "$ref") ? reader.reference(schema) : null;
        if (target != null) {
            return value(target);
        }
        for (String word : List.of("anyOf", "oneOf")) {
            if (reader.hasOnly(schema, word)) {
                List<Located> parts = reader.parts(schema, word);
                if (word.equals("oneOf")) {
                    reader.refuseOverlap(schema, parts.stream().map(reader::shapes).toList());
                }
                return Expression.either(parts.stream().map(this::value).toList());
            }
        }
        List<Expression> options = new ArrayList<>();
        for (Shape shape : reader.shapes(schema)) {
            options.add(shape(shape, schema));
        }
        return Expression.either(options);
    }

    private Expression shape(Shape shape, Located schema) {
        List<JsonValue> values = shape.values();
        if (values != null) {
            return Expression.either(
                    accepted(shape, values, schema).stream().map(Spelling::literal).toList());
        }
        int kinds = shape.kinds();
        if (kinds == Kinds.ALL && shape.equals(Shape.ANY)) {
            return json.value();
        }
        List<Expression> options = new ArrayList<>();
        if ((kinds & Kinds.STRING) != 0) {
            options.add(string(shape.string(), schema));
        }
        if ((kinds & Kinds.OBJECT) != 0) {
            options.add(new ObjectMachine(this, reader, json, shape.objects(), schema).all());
        }
        if ((kinds & Kinds.ARRAY) != 0) {
            options.add(array(shape.arrays()));
        }
        if ((kinds & Kinds.NUMBER) != 0) {
            options.add(number(shape, schema));
        }
        if ((kinds & Kinds.BOOLEAN) != 0) {
            options.add(JsonText.BOOLEAN);
        }
        if ((kinds & Kinds.NULL) != 0) {
            options.add(JsonText.NULL);
        }
        return Expression.either(options);
    }

    /// The values of `enum` or `const` that the conditions beside it accept as they are written.
    private List<JsonValue> accepted(Shape shape, List<JsonValue> values, Located schema) {
        List<JsonValue> fitting =
                values.stream().filter(v -> (shape.kinds() & Kinds.of(v)) != 0).toList();
        Shape open =
                new Shape(
                        shape.kinds(),
                        null,
                        shape.string(),
                        shape.number(),
                        shape.arrays(),
                        shape.objects());
        if (fitting.isEmpty() || open.equals(Shape.ANY.withKinds(shape.kinds()))) {
            return fitting;
        }
        Rules inner = new Rules(rules.limits());
        SchemaCompiler compiler = new SchemaCompiler(inner, reader, new JsonText(inner));
        // Something must be accepted for a grammar to be one.
        Expression beside = Expression.either(compiler.shape(open, schema), Expression.text("#"));
        Grammar grammar = new Grammar(Compiler.compile(inner, beside));
        reader.effort().spend((long) grammar.size() * Effort.STATE / 10);
        return fitting.stream().filter(value -> accepts(grammar, value)).toList();
    }

    private static boolean accepts(Grammar grammar, JsonValue value) {
        GrammarState state = grammar.start();
        return state.accept(Spelling.compact(value).getBytes(StandardCharsets.UTF_8))
                && state.isComplete();
    }

    private SchemaCompiler(Rules rules, SchemaReader reader, JsonText json) {
        this.rules = rules;
        this.reader = reader;
        this.json = json;
    }

    /// Strings, quotes included.
    private Expression string(Shape.Strings strings, Located schema) {
        Expression inner;
        if (strings.max() < strings.min()) {
            return Expression.NOTHING;
        } else if (strings.patterns().isEmpty()) {
            inner = Expression.repeat(JsonText.CHARACTER, strings.min(), strings.max());
        } else if (strings.patterns().size() == 1 && strings.isAnyLength()) {
            inner = Spelling.of(strings.patterns().getFirst());
        } else {
            try {
                inner = strings.automaton(reader.effort()).spelled(Spelling::of);
            } catch (GrammarException e) {
                throw schema.fault("pattern, format and length together: " + e.what() + ".");
            }
        }
        return Expression.sequence(Expression.text("\""), inner, Expression.text("\""));
    }

    private Expression number(Shape shape, Located schema) {
        boolean integral = (shape.kinds() & Kinds.FRACTION) == 0;
        NumberRange range =
                new NumberRange(
                        integral,
                        shape.number().lower(),
                        shape.number().upper(),
                        shape.number().multiple());
        if (range.isAll()) {
            return integral ? JsonText.INTEGER : JsonText.NUMBER;
        }
        try {
            return NumberMachine.of(range, reader.effort()).spelled(Expression.Chars::new);
        } catch (GrammarException e) {
            throw schema.fault("minimum, maximum and multipleOf: " + e.what() + ".");
        }
    }

    private Expression array(List<Shape.Arrays> facets) {
        int min = 0;
        int max = Expression.UNBOUNDED;
        int first = 0;
        for (Shape.Arrays facet : facets) {
            min = Math.max(min, facet.min());
            max = Math.min(max, facet.max());
            first = Math.max(first, facet.first().size());
        }
        if (max < min) {
            return Expression.NOTHING;
        }
        Expression element = value(element(facets, first));
        Expression next = Expression.sequence(Expression.text(","), JsonText.SPACE, element);
        Expression elements =
                first == 0
                        ? alike(element, next, min, max)
                        : different(facets, next, first, min, max);
        return Expression.sequence(
                Expression.text("["), JsonText.SPACE, elements, Expression.text("]"));
    }

    private static Expression alike(Expression element, Expression next, int min, int max) {
        if (max == 0) {
            return Expression.EMPTY;
        }
        int more = max == Expression.UNBOUNDED ? max : max - 1;
        Expression some =
                closing(
                        Expression.sequence(
                                element, Expression.repeat(next, Math.max(0, min - 1), more)));
        return min == 0 ? Expression.optional(some) : some;
    }

    /// Elements of which the first have schemas of their own: a state for each number of these.
    private Expression different(
            List<Shape.Arrays> facets, Expression next, int first, int min, int max) {
        int own = Math.min(first, max);
        reader.effort().spend((long) own * Effort.STATE);
        List<Expression.Machine.Stop> stops = new ArrayList<>();
        int end = own + 1;
        for (int i = 0; i <= own; i++) {
            List<Expression.Machine.Move> moves = new ArrayList<>();
            if (i < own) {
                Expression element = value(element(facets, i));
                Expression separated =
                        i == 0
                                ? element
                                : Expression.sequence(
                                        Expression.text(","), JsonText.SPACE, element);
                moves.add(new Expression.Machine.Move(separated, i + 1));
            } else if (max > first) {
                int most = max == Expression.UNBOUNDED ? max : max - first;
                int least = Math.max(0, min - first);
                moves.add(
                        new Expression.Machine.Move(
                                closing(Expression.repeat(next, least, most)), end));
            }
            if (i >= min) {
                moves.add(
                        new Expression.Machine.Move(
                                i == 0 ? Expression.EMPTY : JsonText.SPACE, end));
            }
            stops.add(new Expression.Machine.Stop(false, moves));
        }
        stops.add(new Expression.Machine.Stop(true, List.of()));
        return new Expression.Machine(stops);
    }

    private static Expression closing(Expression elements) {
        return Expression.sequence(elements, JsonText.SPACE);
    }

    private static Located element(List<Shape.Arrays> facets, int index) {
        return Located.all(facets.stream().map(facet -> facet.at(index)).toList());
    }
}
