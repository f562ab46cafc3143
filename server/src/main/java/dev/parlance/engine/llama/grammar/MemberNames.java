package dev.parlance.engine.llama.grammar;

import dev.parlance.core.json.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The names that members of an object may have beyond those that its schema lists.
final class MemberNames {
    private static final int MOST_PATTERNS = 4;
    private static final int FEW = 64;

    /// @param names spelled as in JSON, without the quotes
    /// @param few the names themselves when they are few, so that each may come once; else null
    /// @param schema what their values must satisfy
    record Others(Expression names, @Nullable List<String> few, Located schema) {}

    private final List<Shape.Objects> facets;
    private final Located schema;
    private final Effort effort;
    private final @Nullable Automaton allowed;

    MemberNames(List<Shape.Objects> facets, SchemaReader reader, Located schema) {
        this.facets = facets;
        this.schema = schema;
        this.effort = reader.effort();
        Automaton all = null;
        for (Shape.Objects facet : facets) {
            Located names = facet.names();
            if (names != null && !names.isAnything()) {
                Automaton next = texts(reader.shapes(names), effort);
                all = all == null ? next : all.and(next, effort);
            }
        }
        this.allowed = all;
    }

    /// The strings among what these shapes accept.
    private static Automaton texts(List<Shape> shapes, Effort effort) {
        List<Automaton> options = new ArrayList<>();
        for (Shape shape : shapes) {
            if ((shape.kinds() & Kinds.STRING) == 0) {
                continue;
            }
            if (shape.values() == null) {
                options.add(shape.string().automaton(effort));
                continue;
            }
            for (var value : shape.values()) {
                if (value instanceof JsonString(String text)) {
                    options.add(
                            Automaton.text(text, effort)
                                    .and(shape.string().automaton(effort), effort));
                }
            }
        }
        Automaton none = Automaton.of(Expression.NOTHING, effort).not();
        for (Automaton option : options) {
            none = none.and(option.not(), effort);
        }
        return none.not();
    }

    /// True when `propertyNames` accepts this name.
    boolean allows(String name) {
        return allowed == null || allowed.accepts(name);
    }

    /// All other names, in classes by what their values must satisfy.
    ///
    /// @param named the names that are not in it
    List<Others> others(Set<String> named) {
        Map<String, Automaton> patterns = new LinkedHashMap<>();
        for (Shape.Objects facet : facets) {
            facet.patterns().forEach(pattern -> patterns.put(pattern.source(), pattern.names()));
        }
        if (patterns.size() > MOST_PATTERNS) {
            throw schema.fault(
                    "more than " + MOST_PATTERNS + " patterns of 'patternProperties' at once.");
        }
        List<String> sources = List.copyOf(patterns.keySet());
        List<Others> all = new ArrayList<>();
        for (int bits = 0; bits < 1 << sources.size(); bits++) {
            List<String> matched = new ArrayList<>();
            for (int i = 0; i < sources.size(); i++) {
                if ((bits >> i & 1) == 1) {
                    matched.add(sources.get(i));
                }
            }
            Located inner = schema(matched);
            if (!inner.isNothing()) {
                Others others = names(patterns, matched, named, inner);
                if (others != null) {
                    all.add(others);
                }
            }
        }
        return all;
    }

    /// What the value of a member must satisfy whose name has matches of just these patterns.
    private Located schema(List<String> matched) {
        List<Located> schemas = new ArrayList<>();
        for (Shape.Objects facet : facets) {
            boolean any = false;
            for (Shape.Objects.Pattern pattern : facet.patterns()) {
                if (matched.contains(pattern.source())) {
                    schemas.add(pattern.schema());
                    any = true;
                }
            }
            if (!any) {
                Located others = facet.others();
                if (others != null) {
                    schemas.add(others);
                } else if (!facet.isOpen()) {
                    return Located.NOTHING;
                }
            }
        }
        return Located.all(schemas);
    }

    private @Nullable Others names(
            Map<String, Automaton> patterns,
            List<String> matched,
            Set<String> named,
            Located inner) {
        Automaton names = allowed;
        try {
            for (Map.Entry<String, Automaton> pattern : patterns.entrySet()) {
                boolean in = matched.contains(pattern.getKey());
                Automaton next = in ? pattern.getValue() : pattern.getValue().not();
                names = names == null ? next : names.and(next, effort);
            }
            if (!named.isEmpty()) {
                Automaton others =
                        Automaton.of(
                                        Expression.either(
                                                named.stream().map(Expression::text).toList()),
                                        effort)
                                .not();
                names = names == null ? others : names.and(others, effort);
            }
        } catch (GrammarException e) {
            throw schema.fault("the names of members: " + e.what() + ".");
        }
        if (names == null) {
            return new Others(
                    Expression.repeat(JsonText.CHARACTER, 0, Expression.UNBOUNDED), null, inner);
        }
        return names.isEmpty()
                ? null
                : new Others(names.spelled(Spelling::of), names.texts(FEW), inner);
    }
}
