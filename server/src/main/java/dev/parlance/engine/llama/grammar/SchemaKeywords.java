package dev.parlance.engine.llama.grammar;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The keywords of a schema that say something about a value by themselves.
final class SchemaKeywords {
    private static final Set<String> CONSTRAINTS =
            Set.of(
                    "type",
                    "nullable",
                    "enum",
                    "const",
                    "properties",
                    "required",
                    "additionalProperties",
                    "patternProperties",
                    "propertyNames",
                    "minProperties",
                    "maxProperties",
                    "items",
                    "prefixItems",
                    "additionalItems",
                    "minItems",
                    "maxItems",
                    "minLength",
                    "maxLength",
                    "pattern",
                    "format",
                    "minimum",
                    "maximum",
                    "exclusiveMinimum",
                    "exclusiveMaximum",
                    "multipleOf");
    private static final Set<String> NOT_FOLLOWED =
            Set.of(
                    "not",
                    "if",
                    "then",
                    "else",
                    "dependentRequired",
                    "dependentSchemas",
                    "dependencies",
                    "unevaluatedItems",
                    "unevaluatedProperties",
                    "contains",
                    "minContains",
                    "maxContains",
                    "uniqueItems",
                    "$dynamicRef",
                    "$recursiveRef",
                    "extends",
                    "disallow");

    private final GrammarLimits limits;
    private final Effort effort;
    private final Consumer<GrammarException> loosened;

    SchemaKeywords(GrammarLimits limits, Effort effort, Consumer<GrammarException> loosened) {
        this.limits = limits;
        this.effort = effort;
        this.loosened = loosened;
    }

    /// True for a keyword that changes which values are accepted.
    boolean isConstraint(String name) {
        return CONSTRAINTS.contains(name) || NOT_FOLLOWED.contains(name);
    }

    /// What the schema's own keywords say; those that combine schemas are left to the caller.
    Shape shape(Located schema, JsonObject object) {
        refuseUnfollowed(schema, object);
        SchemaFields fields = new SchemaFields(schema, object);
        return new Shape(
                kinds(schema, fields),
                values(schema, fields),
                strings(schema, fields),
                numbers(fields),
                arrays(schema, fields),
                objects(schema, fields));
    }

    private void refuseUnfollowed(Located schema, JsonObject object) {
        object.members()
                .forEach((name, value) -> {
                    if (NOT_FOLLOWED.contains(name) && !isVoid(name, value, object)) {
                        loosened.accept(
                                schema.at(name, value).fault("'" + name + "' is not supported."));
                    }
                });
    }

    /// True where a keyword that is not followed says nothing, or nothing more than another.
    private static boolean isVoid(String name, JsonValue value, JsonObject object) {
        return switch (name) {
            case "uniqueItems" -> value.equals(JsonValue.of(false));
            case "then", "else", "minContains", "maxContains" ->
                    object.get("if") == null && object.get("contains") == null;
            case "unevaluatedProperties", "unevaluatedItems" ->
                    value.equals(JsonValue.of(true))
                            || (name.equals("unevaluatedProperties")
                                    && object.get("additionalProperties") != null);
            default -> false;
        };
    }

    private static int kinds(Located schema, SchemaFields fields) {
        JsonValue type = fields.get("type");
        int kinds = type == null ? Kinds.ALL : 0;
        List<JsonValue> words =
                type instanceof JsonArray(var values)
                        ? values
                        : type == null ? List.of() : List.of(type);
        for (JsonValue word : words) {
            int bits = word instanceof JsonString(String name) ? Kinds.named(name) : 0;
            if (bits == 0) {
                throw schema.at("type", word).fault("'type' has a word that is no type.");
            }
            kinds |= bits;
        }
        return fields.isTrue("nullable") ? kinds | Kinds.NULL : kinds;
    }

    private static @Nullable List<JsonValue> values(Located schema, SchemaFields fields) {
        JsonValue only = fields.get("const");
        JsonValue listed = fields.get("enum");
        if (listed == null) {
            return only == null ? null : List.of(only);
        }
        if (!(listed instanceof JsonArray(var values))) {
            throw schema.at("enum", listed).fault("'enum' must be an array.");
        }
        return only == null ? values : values.stream().filter(v -> Kinds.same(v, only)).toList();
    }

    private Shape.Strings strings(Located schema, SchemaFields fields) {
        List<Expression> patterns = new ArrayList<>();
        String pattern = fields.text("pattern");
        if (pattern != null) {
            try {
                patterns.add(RegexParser.parse(pattern, limits).anywhere());
            } catch (GrammarException e) {
                loosened.accept(
                        schema.at("pattern", schema.schema())
                                .fault("the pattern " + pattern + ": " + e.what() + "."));
            }
        }
        String format = fields.text("format");
        // Formats of other kinds of values, such as those of OpenAPI, say how these are stored.
        boolean text = (kinds(schema, fields) & Kinds.STRING) != 0;
        if (format != null && text && !Formats.ANNOTATIONS.contains(format)) {
            String known = Formats.pattern(format);
            if (known != null) {
                patterns.add(RegexParser.parse(known, limits).whole());
            } else if (!format.startsWith("int") && !format.startsWith("uint")) {
                loosened.accept(
                        schema.at("format", schema.schema())
                                .fault("the format '" + format + "' is not supported."));
            }
        }
        return new Shape.Strings(
                fields.count("minLength", 0),
                fields.count("maxLength", Expression.UNBOUNDED),
                patterns);
    }

    private NumberRange numbers(SchemaFields fields) {
        BigDecimal multiple = fields.number("multipleOf");
        if (multiple != null && multiple.signum() <= 0) {
            throw fields.fault("multipleOf", "must be larger than 0.");
        }
        return new NumberRange(
                false,
                bound(fields, "minimum", "exclusiveMinimum", true),
                bound(fields, "maximum", "exclusiveMaximum", false),
                multiple);
    }

    private static NumberRange.@Nullable Bound bound(
            SchemaFields fields, String name, String exclusive, boolean lower) {
        BigDecimal value = fields.number(name);
        // Draft 4 has a flag there.
        boolean flag = fields.get(exclusive) instanceof JsonBoolean;
        NumberRange.Bound closed =
                value == null
                        ? null
                        : new NumberRange.Bound(value, flag && fields.isTrue(exclusive));
        BigDecimal outside = flag ? null : fields.number(exclusive);
        if (outside == null) {
            return closed;
        }
        NumberRange.Bound open = new NumberRange.Bound(outside, true);
        NumberRange one =
                new NumberRange(false, lower ? closed : null, lower ? null : closed, null);
        NumberRange two = new NumberRange(false, lower ? open : null, lower ? null : open, null);
        return lower ? one.and(two).lower() : one.and(two).upper();
    }

    private static List<Shape.Arrays> arrays(Located schema, SchemaFields fields) {
        JsonValue items = fields.get("items");
        JsonValue prefix = fields.get("prefixItems");
        String rest = "items";
        // Drafts up to 2019-09 list the first elements in 'items'.
        if (items instanceof JsonArray && prefix == null) {
            prefix = items;
            rest = "additionalItems";
        }
        List<Located> first = new ArrayList<>();
        if (prefix != null) {
            if (!(prefix instanceof JsonArray(var values))) {
                throw schema.fault("'prefixItems' must be an array of schemas.");
            }
            for (int i = 0; i < values.size(); i++) {
                first.add(schema.at("prefixItems", i, values.get(i)));
            }
        }
        JsonValue others = fields.get(rest);
        int min = fields.count("minItems", 0);
        int max = fields.count("maxItems", Expression.UNBOUNDED);
        if (first.isEmpty() && others == null && min == 0 && max == Expression.UNBOUNDED) {
            return List.of();
        }
        Located all = others == null ? Located.ANYTHING : schema.at(rest, others);
        return List.of(new Shape.Arrays(first, all, min, max));
    }

    private List<Shape.Objects> objects(Located schema, SchemaFields fields) {
        Map<String, Located> named = fields.schemas("properties");
        List<Shape.Objects.Pattern> patterns = new ArrayList<>();
        Map<String, Located> byPattern = fields.schemas("patternProperties");
        for (Map.Entry<String, Located> entry : byPattern.entrySet()) {
            try {
                Automaton names =
                        Automaton.of(RegexParser.parse(entry.getKey(), limits).anywhere(), effort);
                patterns.add(new Shape.Objects.Pattern(entry.getKey(), names, entry.getValue()));
            } catch (GrammarException e) {
                loosened.accept(
                        entry.getValue()
                                .fault("the pattern " + entry.getKey() + ": " + e.what() + "."));
            }
        }
        JsonValue others = fields.get("additionalProperties");
        if (others == null && JsonValue.of(false).equals(fields.get("unevaluatedProperties"))) {
            // Never more than what is named here, and less only where schemas are combined.
            others = JsonValue.of(false);
        }
        JsonValue names = fields.get("propertyNames");
        List<String> required = fields.texts("required");
        int min = fields.count("minProperties", 0);
        int max = fields.count("maxProperties", Expression.UNBOUNDED);
        if (named.isEmpty()
                && byPattern.isEmpty()
                && others == null
                && names == null
                && required.isEmpty()
                && min == 0
                && max == Expression.UNBOUNDED) {
            return List.of();
        }
        return List.of(
                new Shape.Objects(
                        named,
                        patterns,
                        others == null ? null : schema.at("additionalProperties", others),
                        names == null ? null : schema.at("propertyNames", names),
                        required,
                        min,
                        max));
    }
}
