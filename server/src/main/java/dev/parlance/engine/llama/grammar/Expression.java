package dev.parlance.engine.llama.grammar;

import java.util.Arrays;
import java.util.List;

/// A set of texts, written down: what every kind of constraint is translated into.
sealed interface Expression {
    /// The repetition count of "as often as you like".
    int UNBOUNDED = Integer.MAX_VALUE;

    /// The empty text alone.
    Expression EMPTY = new Sequence(List.of());

    /// No text at all.
    Expression NOTHING = new Either(List.of());

    /// This text.
    record Text(String text) implements Expression {}

    /// One character of the set.
    record Chars(CodePoints set) implements Expression {}

    /// One after the other.
    record Sequence(List<Expression> parts) implements Expression {
        public Sequence {
            parts = List.copyOf(parts);
        }
    }

    /// One of these.
    record Either(List<Expression> options) implements Expression {
        public Either {
            options = List.copyOf(options);
        }
    }

    /// From `min` to `max` times.
    record Repeat(Expression body, int min, int max) implements Expression {
        public Repeat {
            if (min < 0 || max < min) {
                throw new IllegalArgumentException("repeat " + min + " to " + max);
            }
        }
    }

    /// What the rule with this number says; rules may refer to themselves.
    record Rule(int number) implements Expression {}

    /// A finite automaton, which begins in its first state.
    record Machine(List<Stop> stops) implements Expression {
        /// One state of it.
        record Stop(boolean accepting, List<Move> moves) {
            public Stop {
                moves = List.copyOf(moves);
            }
        }

        /// A way to another state, over a text of a set without the empty text.
        record Move(Expression label, int target) {}

        public Machine {
            stops = List.copyOf(stops);
        }
    }

    static Expression text(String text) {
        return new Text(text);
    }

    static Expression sequence(Expression... parts) {
        return parts.length == 1 ? parts[0] : new Sequence(Arrays.asList(parts));
    }

    static Expression either(Expression... options) {
        return either(Arrays.asList(options));
    }

    static Expression either(List<Expression> options) {
        return options.size() == 1 ? options.getFirst() : new Either(options);
    }

    static Expression optional(Expression body) {
        return new Repeat(body, 0, 1);
    }

    static Expression repeat(Expression body, int min, int max) {
        return new Repeat(body, min, max);
    }

    static Expression chars(String characters) {
        return new Chars(CodePoints.anyOf(characters));
    }
}
