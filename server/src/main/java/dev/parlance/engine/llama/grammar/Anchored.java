package dev.parlance.engine.llama.grammar;

import java.util.ArrayList;
import java.util.List;

/// A part of a regular expression with its anchors taken out: texts, told apart by whether they
/// must lie at the beginning or at the end of the whole.
///
/// An anchor next to something that is not empty can never hold, so a part with anchors in it falls
/// apart into at most four kinds, and what remains of each is free of anchors.
record Anchored(List<Kind> kinds) {
    static final Anchored START = new Anchored(List.of(new Kind(true, false, Expression.EMPTY)));
    static final Anchored END = new Anchored(List.of(new Kind(false, true, Expression.EMPTY)));

    /// @param atStart true when nothing may come before
    /// @param atEnd true when nothing may come after
    record Kind(boolean atStart, boolean atEnd, Expression texts) {
        boolean isFree() {
            return !atStart && !atEnd;
        }
    }

    Anchored {
        kinds = List.copyOf(kinds);
    }

    static Anchored free(Expression texts) {
        return new Anchored(List.of(new Kind(false, false, texts)));
    }

    static Anchored either(List<Anchored> options) {
        List<Kind> all = new ArrayList<>();
        options.forEach(option -> all.addAll(option.kinds));
        return merged(all);
    }

    private static Anchored merged(List<Kind> all) {
        List<Kind> kinds = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            boolean atStart = i % 2 == 1;
            boolean atEnd = i > 1;
            List<Expression> texts =
                    all.stream()
                            .filter(kind -> kind.atStart == atStart && kind.atEnd == atEnd)
                            .map(Kind::texts)
                            .toList();
            if (!texts.isEmpty()) {
                kinds.add(new Kind(atStart, atEnd, Expression.either(texts)));
            }
        }
        return new Anchored(kinds);
    }

    Anchored then(Anchored next) {
        List<Kind> all = new ArrayList<>();
        for (Kind first : kinds) {
            for (Kind second : next.kinds) {
                if ((second.atStart && !mayBeEmpty(first.texts))
                        || (first.atEnd && !mayBeEmpty(second.texts))) {
                    continue;
                }
                Expression before = second.atStart ? Expression.EMPTY : first.texts;
                Expression after = first.atEnd ? Expression.EMPTY : second.texts;
                all.add(
                        new Kind(
                                first.atStart || second.atStart,
                                first.atEnd || second.atEnd,
                                joined(before, after)));
            }
        }
        return merged(all);
    }

    /// @throws GrammarException when an anchor is repeated in a way that is not followed
    Anchored repeated(int min, int max) {
        if (kinds.size() == 1 && kinds.getFirst().isFree()) {
            return free(Expression.repeat(kinds.getFirst().texts, min, max));
        }
        Anchored none = free(Expression.EMPTY);
        if (max == 0) {
            return none;
        }
        if (max == 1) {
            return min == 1 ? this : either(List.of(none, this));
        }
        if (max != Expression.UNBOUNDED || min > 1) {
            throw new GrammarException("an anchor in a counted repetition is not supported");
        }
        // One round at the beginning of the text, rounds in the middle, one round at its end.
        Anchored inner = free(Expression.repeat(freeTexts(), 0, Expression.UNBOUNDED));
        Anchored once = either(List.of(none, this));
        Anchored all = once.then(inner).then(once);
        return min == 0 ? all : either(List.of(this, this.then(all)));
    }

    private Expression freeTexts() {
        return Expression.either(kinds.stream().filter(Kind::isFree).map(Kind::texts).toList());
    }

    /// Texts that match as a whole.
    Expression whole() {
        return Expression.either(kinds.stream().map(Kind::texts).toList());
    }

    /// Texts that have a match somewhere in them.
    Expression anywhere() {
        Expression any =
                Expression.repeat(new Expression.Chars(CodePoints.ANY), 0, Expression.UNBOUNDED);
        List<Expression> options = new ArrayList<>();
        for (Kind kind : kinds) {
            options.add(
                    new Expression.Sequence(
                            List.of(
                                    kind.atStart ? Expression.EMPTY : any,
                                    kind.texts,
                                    kind.atEnd ? Expression.EMPTY : any)));
        }
        return Expression.either(options);
    }

    private static Expression joined(Expression first, Expression second) {
        if (first.equals(Expression.EMPTY)) {
            return second;
        }
        return second.equals(Expression.EMPTY) ? first : Expression.sequence(first, second);
    }

    /// True when the empty text is in the set. Rules have no place in regular expressions.
    static boolean mayBeEmpty(Expression expression) {
        return switch (expression) {
            case Expression.Text(var text) -> text.isEmpty();
            case Expression.Chars _ -> false;
            case Expression.Sequence(var parts) -> parts.stream().allMatch(Anchored::mayBeEmpty);
            case Expression.Either(var options) -> options.stream().anyMatch(Anchored::mayBeEmpty);
            case Expression.Repeat(var body, int min, int _) -> min == 0 || mayBeEmpty(body);
            case Expression.Machine(var stops) -> stops.getFirst().accepting();
            case Expression.Rule(int number) ->
                    throw new IllegalStateException("rule " + number + " in a regular expression");
        };
    }
}
