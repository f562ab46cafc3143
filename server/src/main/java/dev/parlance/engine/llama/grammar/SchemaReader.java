package dev.parlance.engine.llama.grammar;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The reader of JSON Schema: a schema as alternatives of [Shape]s. Reads the vocabulary of draft
/// 2020-12, and of drafts 4 to 7 and OpenAPI 3.0 where they differ in names.
final class SchemaReader {
    private static final int MOST_SHAPES = 512;
    private static final int MOST_STEPS = 64;
    private static final Set<String> COMBINING = Set.of("allOf", "anyOf", "oneOf", "$ref");

    private final JsonValue root;
    private final SchemaKeywords keywords;
    private final Effort effort;
    private final Consumer<GrammarException> loosened;

    SchemaReader(JsonValue root, GrammarLimits limits, Consumer<GrammarException> loosened) {
        this.root = root;
        this.loosened = loosened;
        this.effort = new Effort(limits);
        this.keywords = new SchemaKeywords(limits, effort, loosened);
    }

    /// What the translation may still cost.
    Effort effort() {
        return effort;
    }

    /// The alternatives of a schema; none for a schema that accepts nothing.
    List<Shape> shapes(Located schema) {
        return shapes(schema, List.of());
    }

    private List<Shape> shapes(Located schema, List<Located> path) {
        effort.spend(Effort.STATE);
        if (schema.schema() instanceof JsonBoolean(boolean value)) {
            return value ? List.of(Shape.ANY) : List.of();
        }
        JsonObject object = object(schema);
        if (path.size() > MOST_STEPS) {
            throw schema.fault("more than " + MOST_STEPS + " references in a row.");
        }
        if (path.contains(schema)) {
            throw schema.fault("the schema refers to itself without anything in between.");
        }
        List<Located> inner = new ArrayList<>(path);
        inner.add(schema);
        List<Shape> all = List.of(keywords.shape(schema, object));
        Located target = reference(schema);
        if (target != null) {
            all = both(all, shapes(target, inner), schema);
        }
        for (Located part : parts(schema, "allOf")) {
            all = both(all, shapes(part, inner), schema);
        }
        for (String word : List.of("anyOf", "oneOf")) {
            if (object.get(word) != null) {
                List<List<Shape>> options = new ArrayList<>();
                for (Located part : parts(schema, word)) {
                    options.add(shapes(part, inner));
                }
                if (word.equals("oneOf")) {
                    refuseOverlap(schema, options);
                }
                all = both(all, options.stream().flatMap(List::stream).toList(), schema);
            }
        }
        return all;
    }

    private List<Shape> both(List<Shape> first, List<Shape> second, Located schema) {
        List<Shape> all = new ArrayList<>();
        for (Shape one : first) {
            for (Shape two : second) {
                effort.spend(all.size() + 1L);
                Shape both = one.and(two);
                if (both.kinds() != 0 && !all.contains(both)) {
                    all.add(both);
                }
            }
        }
        if (all.size() > MOST_SHAPES) {
            throw schema.fault("more than " + MOST_SHAPES + " combinations of alternatives.");
        }
        return all;
    }

    /// What `$ref` refers to, or null.
    @Nullable Located reference(Located schema) {
        JsonValue value = schema.schema() instanceof JsonObject object ? object.get("$ref") : null;
        if (value == null) {
            return null;
        }
        if (!(value instanceof JsonString(String ref))) {
            throw schema.fault("'$ref' must be a string.");
        }
        if (!ref.startsWith("#")) {
            throw schema.fault("'$ref' to another document is not supported: " + ref);
        }
        JsonValue target = find(ref.substring(1));
        if (target == null) {
            throw schema.fault("'$ref' leads nowhere: " + ref);
        }
        return new Located(target, ref.substring(1));
    }

    private @Nullable JsonValue find(String pointer) {
        JsonValue at = root;
        if (pointer.isEmpty()) {
            return at;
        }
        if (!pointer.startsWith("/")) {
            return anchor(at, pointer);
        }
        for (String step : pointer.substring(1).split("/", -1)) {
            String name = percentDecoded(step).replace("~1", "/").replace("~0", "~");
            JsonValue next = null;
            if (at instanceof JsonObject object) {
                next = object.get(name);
            } else if (at instanceof JsonArray(var values)
                    && name.matches("\\d{1,6}")
                    && Integer.parseInt(name) < values.size()) {
                next = values.get(Integer.parseInt(name));
            }
            if (next == null) {
                return null;
            }
            at = next;
        }
        return at;
    }

    private static String percentDecoded(String step) {
        return java.net.URLDecoder.decode(
                step.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static @Nullable JsonValue anchor(JsonValue at, String name) {
        return switch (at) {
            case JsonObject object -> {
                if (JsonValue.of(name).equals(object.get("$anchor"))) {
                    yield object;
                }
                for (JsonValue member : object.members().values()) {
                    JsonValue found = anchor(member, name);
                    if (found != null) {
                        yield found;
                    }
                }
                yield null;
            }
            case JsonArray(var values) -> {
                for (JsonValue value : values) {
                    JsonValue found = anchor(value, name);
                    if (found != null) {
                        yield found;
                    }
                }
                yield null;
            }
            default -> null;
        };
    }

    /// The schema without what merely describes it and without the keywords that combine schemas.
    boolean hasOnly(Located schema, String keyword) {
        if (!(schema.schema() instanceof JsonObject object) || object.get(keyword) == null) {
            return false;
        }
        for (String name : object.members().keySet()) {
            if (!name.equals(keyword)
                    && (COMBINING.contains(name) || keywords.isConstraint(name))) {
                return false;
            }
        }
        return true;
    }

    /// The schemas that a combining keyword lists.
    List<Located> parts(Located schema, String keyword) {
        JsonValue value = object(schema).get(keyword);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof JsonArray(var values)) || values.isEmpty()) {
            throw schema.fault("'" + keyword + "' must be a non-empty array of schemas.");
        }
        List<Located> parts = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            parts.add(schema.at(keyword, i, values.get(i)));
        }
        return parts;
    }

    /// Tells of options of `oneOf` that one value may satisfy together.
    void refuseOverlap(Located schema, List<List<Shape>> options) {
        SchemaOverlap overlap = new SchemaOverlap(this);
        for (int i = 0; i < options.size(); i++) {
            for (int j = i + 1; j < options.size(); j++) {
                if (!overlap.apart(options.get(i), options.get(j))) {
                    loosened.accept(
                            schema.fault(
                                    "the options "
                                            + i
                                            + " and "
                                            + j
                                            + " of 'oneOf' are not told apart by type, const,"
                                            + " enum, range or a required property; use 'anyOf'."));
                    return;
                }
            }
        }
    }

    private static JsonObject object(Located schema) {
        if (schema.schema() instanceof JsonObject object) {
            return object;
        }
        throw schema.fault("a schema must be an object or a boolean.");
    }

    /// The same schema without one keyword.
    static Located without(Located schema, String keyword) {
        Map<String, JsonValue> members = new LinkedHashMap<>(object(schema).members());
        members.remove(keyword);
        return new Located(new JsonObject(members), schema.pointer());
    }
}
