package dev.parlance.engine.llama.grammar;

import dev.parlance.core.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Whether two sets of alternatives can be told apart: no value satisfies both. Finds proofs, not
/// all of them.
final class SchemaOverlap {
    private static final int DEEPEST = 3;

    private final SchemaReader reader;
    private int depth;

    SchemaOverlap(SchemaReader reader) {
        this.reader = reader;
    }

    /// True when no value is in both, for certain.
    boolean apart(List<Shape> first, List<Shape> second) {
        return first.stream().allMatch(one -> second.stream().allMatch(two -> apart(one, two)));
    }

    private boolean apart(Shape one, Shape two) {
        reader.effort().spend(10);
        List<JsonValue> values = one.values() == null ? two.values() : one.values();
        Shape other = one.values() == null ? one : two;
        if (values != null) {
            return values.stream().noneMatch(value -> mayAccept(other, value));
        }
        int kinds = one.kinds() & two.kinds();
        if ((kinds & (Kinds.NULL | Kinds.BOOLEAN | Kinds.ARRAY)) != 0) {
            return false;
        }
        return ((kinds & Kinds.STRING) == 0 || stringsApart(one, two))
                && ((kinds & Kinds.NUMBER) == 0 || one.number().isApartFrom(two.number()))
                && ((kinds & Kinds.OBJECT) == 0 || objectsApart(one, two));
    }

    private boolean mayAccept(Shape shape, JsonValue value) {
        if ((shape.kinds() & Kinds.of(value)) == 0) {
            return false;
        }
        if (shape.values() != null) {
            return shape.values().stream().anyMatch(v -> Kinds.same(v, value));
        }
        return !(value instanceof JsonValue.JsonString(var text))
                || shape.string().equals(Shape.Strings.ANY)
                || shape.string().automaton(reader.effort()).accepts(text);
    }

    private boolean stringsApart(Shape one, Shape two) {
        Shape.Strings both = one.string().and(two.string());
        if (both.max() < both.min()) {
            return true;
        }
        if (one.string().patterns().isEmpty() || two.string().patterns().isEmpty()) {
            return false;
        }
        return both.automaton(reader.effort()).isEmpty();
    }

    private boolean objectsApart(Shape one, Shape two) {
        if (depth == DEEPEST) {
            return false;
        }
        Set<String> required = new LinkedHashSet<>();
        one.objects().forEach(facet -> required.addAll(facet.required()));
        Set<String> others = new LinkedHashSet<>();
        two.objects().forEach(facet -> others.addAll(facet.required()));
        for (String name : required) {
            if (others.contains(name) ? membersApart(one, two, name) : forbids(two, name)) {
                return true;
            }
        }
        return others.stream().anyMatch(name -> !required.contains(name) && forbids(one, name));
    }

    private boolean membersApart(Shape one, Shape two, String name) {
        depth++;
        try {
            return apart(reader.shapes(member(one, name)), reader.shapes(member(two, name)));
        } finally {
            depth--;
        }
    }

    private static boolean forbids(Shape shape, String name) {
        return member(shape, name).isNothing();
    }

    private static Located member(Shape shape, String name) {
        List<Located> schemas = new ArrayList<>();
        shape.objects().forEach(facet -> schemas.addAll(facet.of(name)));
        return Located.all(schemas);
    }
}
