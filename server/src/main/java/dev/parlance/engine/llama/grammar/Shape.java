package dev.parlance.engine.llama.grammar;

import dev.parlance.core.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A schema without alternatives: what values of each kind must satisfy.
///
/// @param kinds bits of [Kinds]
/// @param values the only values, or null
/// @param string what strings must satisfy
/// @param number what numbers must satisfy
/// @param arrays what arrays must satisfy, all of it
/// @param objects what objects must satisfy, all of it
record Shape(
        int kinds,
        @Nullable List<JsonValue> values,
        Strings string,
        NumberRange number,
        List<Arrays> arrays,
        List<Objects> objects) {
    static final Shape ANY =
            new Shape(Kinds.ALL, null, Strings.ANY, NumberRange.ALL, List.of(), List.of());

    /// @param min characters at least
    /// @param max characters at most, or [Expression#UNBOUNDED]
    /// @param patterns each matches the whole text
    record Strings(int min, int max, List<Expression> patterns) {
        static final Strings ANY = new Strings(0, Expression.UNBOUNDED, List.of());

        public Strings {
            patterns = List.copyOf(patterns);
        }

        Strings and(Strings other) {
            List<Expression> all = new ArrayList<>(patterns);
            other.patterns.stream().filter(p -> !all.contains(p)).forEach(all::add);
            int least = Math.max(min, other.min);
            int most = Math.min(max, other.max);
            return new Strings(least, most, all);
        }

        /// True when lengths are not limited.
        boolean isAnyLength() {
            return min == 0 && max == Expression.UNBOUNDED;
        }

        /// The texts as an automaton.
        Automaton automaton(Effort effort) {
            Automaton all = null;
            if (!isAnyLength() || patterns.isEmpty()) {
                all =
                        Automaton.of(
                                Expression.repeat(new Expression.Chars(CodePoints.ANY), min, max),
                                effort);
            }
            for (Expression pattern : patterns) {
                Automaton next = Automaton.of(pattern, effort);
                all = all == null ? next : all.and(next, effort);
            }
            if (all == null) {
                throw new IllegalStateException("a text without conditions");
            }
            return all;
        }
    }

    /// @param first schemas of the first elements
    /// @param rest schema of all others
    record Arrays(List<Located> first, Located rest, int min, int max) {
        public Arrays {
            first = List.copyOf(first);
        }

        Located at(int index) {
            return index < first.size() ? first.get(index) : rest;
        }
    }

    /// @param named schemas by name, in order
    /// @param patterns schemas of names that have a match of a regular expression
    /// @param others schema of all other names, or null when nothing is said of them
    /// @param names the schema of names, or null
    record Objects(
            Map<String, Located> named,
            List<Pattern> patterns,
            @Nullable Located others,
            @Nullable Located names,
            List<String> required,
            int min,
            int max) {
        /// @param source as in the schema
        record Pattern(String source, Automaton names, Located schema) {}

        public Objects {
            named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
            patterns = List.copyOf(patterns);
            required = List.copyOf(required);
        }

        /// The schemas for the member of this name.
        List<Located> of(String name) {
            List<Located> all = new ArrayList<>();
            Located own = named.get(name);
            if (own != null) {
                all.add(own);
            }
            for (Pattern pattern : patterns) {
                if (pattern.names.accepts(name)) {
                    all.add(pattern.schema);
                }
            }
            if (all.isEmpty() && others != null) {
                all.add(others);
            }
            return all;
        }

        /// True when members that are not named may be made up: an object that lists its members
        /// and says nothing of others gets no others.
        boolean isOpen() {
            return others != null || (named.isEmpty() && patterns.isEmpty());
        }
    }

    Shape {
        values = values == null ? null : List.copyOf(values);
        arrays = List.copyOf(arrays);
        objects = List.copyOf(objects);
    }

    Shape withKinds(int newKinds) {
        return new Shape(newKinds, values, string, number, arrays, objects);
    }

    /// What satisfies both.
    Shape and(Shape other) {
        List<JsonValue> common = values == null ? other.values : values;
        if (values != null && other.values != null) {
            common =
                    values.stream()
                            .filter(v -> other.values.stream().anyMatch(w -> Kinds.same(v, w)))
                            .toList();
        }
        return new Shape(
                kinds & other.kinds,
                common,
                string.and(other.string),
                number.and(other.number),
                joined(arrays, other.arrays),
                joined(objects, other.objects));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        second.stream().filter(x -> !all.contains(x)).forEach(all::add);
        return all;
    }
}
