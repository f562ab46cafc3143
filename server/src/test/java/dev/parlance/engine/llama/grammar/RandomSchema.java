package dev.parlance.engine.llama.grammar;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Schemas made at random out of every keyword that is followed.
final class RandomSchema {
    private static final List<String> PATTERNS =
            List.of(
                    "^[a-z]+$",
                    "^\\d{3}-\\d{4}$",
                    "ab",
                    "^(x|yy)*$",
                    "[0-9]$",
                    "^[A-Z][a-z]{0,5}",
                    "^$|^a",
                    "a.c",
                    "^[^\"\\\\]+$",
                    "(foo|bar)\\d?",
                    "^.{2,5}$",
                    "[\"\\\\/]");
    private static final List<String> FORMATS =
            List.of(
                    "date",
                    "time",
                    "date-time",
                    "duration",
                    "email",
                    "uuid",
                    "ipv4",
                    "ipv6",
                    "hostname",
                    "uri");
    private static final List<String> NAMES =
            List.of("a", "b", "name", "x y", "q\"t", "é", "id", "x-1", "long_name");

    private final RandomGenerator random;
    private final boolean formats;
    private int depth;
    private boolean refersToItem = true;

    RandomSchema(RandomGenerator random, boolean formats) {
        this.random = random;
        this.formats = formats;
    }

    /// A schema with a definition that may refer to itself.
    JsonObject root() {
        Map<String, Object> root = new LinkedHashMap<>(schema().members());
        refersToItem = false;
        root.put("$defs", Map.of("item", schema(), "node", node()));
        return (JsonObject) JsonValue.from(root);
    }

    private Object node() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("value", scalar());
        properties.put("next", Map.of("anyOf", List.of(ref("node"), Map.of("type", "null"))));
        return Map.of(
                "type",
                "object",
                "properties",
                properties,
                "required",
                List.of("value"),
                "additionalProperties",
                false);
    }

    private static Map<String, Object> ref(String name) {
        return Map.of("$ref", "#/$defs/" + name);
    }

    private JsonObject schema() {
        depth++;
        Object made =
                depth > 3
                        ? scalar()
                        : switch (random.nextInt(12)) {
                            case 0, 1, 2 -> object();
                            case 3, 4 -> array();
                            case 5 -> Map.of("anyOf", List.of(schema(), schema()));
                            case 6 -> Map.of("oneOf", List.of(tagged("s"), tagged("t")));
                            case 7 -> Map.of("allOf", List.of(object(), object()));
                            case 8 -> ref(random.nextBoolean() && refersToItem ? "item" : "node");
                            default -> scalar();
                        };
        depth--;
        return (JsonObject) JsonValue.from(made);
    }

    private Object tagged(String tag) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("kind", Map.of("const", tag));
        properties.put("more", schema());
        return Map.of(
                "type",
                "object",
                "properties",
                properties,
                "required",
                List.of("kind"),
                "additionalProperties",
                false);
    }

    private Map<String, Object> scalar() {
        Map<String, Object> schema = new LinkedHashMap<>();
        switch (random.nextInt(9)) {
            case 0, 1 -> string(schema);
            case 2, 3 -> number(schema, "integer");
            case 4 -> number(schema, "number");
            case 5 -> schema.put("type", random.nextBoolean() ? "boolean" : "null");
            case 6 -> schema.put("enum", values());
            case 7 -> schema.put("const", values().getFirst());
            default -> {
                schema.put("type", List.of("string", "integer", "null"));
                schema.put("maxLength", random.nextInt(4));
                schema.put("minimum", random.nextInt(-20, 20));
            }
        }
        return schema;
    }

    private List<Object> values() {
        List<Object> all =
                List.of(
                        "red",
                        "a\"b",
                        "",
                        1,
                        -2.5,
                        true,
                        List.of(1, "x"),
                        Map.of("k", 1),
                        "é",
                        1000000);
        int from = random.nextInt(all.size() - 3);
        return all.subList(from, from + 1 + random.nextInt(3));
    }

    private void string(Map<String, Object> schema) {
        schema.put("type", "string");
        int kind = random.nextInt(5);
        if (kind == 0 && formats) {
            schema.put("format", FORMATS.get(random.nextInt(FORMATS.size())));
        } else if (kind == 1 || kind == 2) {
            schema.put("pattern", PATTERNS.get(random.nextInt(PATTERNS.size())));
        }
        if (kind > 1) {
            int min = random.nextInt(5);
            schema.put("minLength", min);
            schema.put("maxLength", min + random.nextInt(8));
        }
    }

    private void number(Map<String, Object> schema, String type) {
        schema.put("type", type);
        BigDecimal low = BigDecimal.valueOf(random.nextInt(-2000, 2000), random.nextInt(3));
        if (random.nextInt(3) > 0) {
            schema.put(random.nextBoolean() ? "minimum" : "exclusiveMinimum", low);
        }
        if (random.nextInt(3) > 0) {
            BigDecimal high = low.add(BigDecimal.valueOf(random.nextInt(500), random.nextInt(2)));
            schema.put(random.nextBoolean() ? "maximum" : "exclusiveMaximum", high);
        }
        if (random.nextInt(4) == 0) {
            List<String> steps = List.of("1", "2", "3", "5", "7", "10", "0.5", "0.01", "100");
            schema.put("multipleOf", new BigDecimal(steps.get(random.nextInt(steps.size()))));
        }
    }

    private Map<String, Object> array() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "array");
        if (random.nextInt(3) == 0) {
            schema.put("prefixItems", List.of(schema(), schema()));
        }
        schema.put("items", random.nextInt(5) == 0 ? JsonValue.of(false) : schema());
        int min = random.nextInt(3);
        if (random.nextBoolean()) {
            schema.put("minItems", min);
        }
        if (random.nextBoolean()) {
            schema.put("maxItems", min + random.nextInt(3));
        }
        return schema;
    }

    private Map<String, Object> object() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            properties.put(name, schema());
            if (random.nextBoolean() && !required.contains(name)) {
                required.add(name);
            }
        }
        schema.put("properties", properties);
        schema.put("required", required);
        switch (random.nextInt(4)) {
            case 0 -> schema.put("additionalProperties", scalar());
            case 1 -> schema.put("additionalProperties", JsonValue.of(true));
            default -> schema.put("additionalProperties", JsonValue.of(false));
        }
        if (random.nextInt(4) == 0) {
            schema.put("patternProperties", Map.of("^x-", scalar(), "e$", scalar()));
        }
        if (random.nextInt(4) == 0) {
            schema.put("propertyNames", Map.of("maxLength", 1 + random.nextInt(6)));
        }
        if (random.nextInt(4) == 0) {
            schema.put("minProperties", random.nextInt(3));
            schema.put("maxProperties", 2 + random.nextInt(3));
        }
        return schema;
    }
}
