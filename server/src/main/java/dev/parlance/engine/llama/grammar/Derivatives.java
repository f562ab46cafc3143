package dev.parlance.engine.llama.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What remains of an expression after its first character (V. Antimirov, "Partial derivatives of
/// regular expressions", 1996). Counted repetitions are counted down, not written out.
final class Derivatives {
    private record Step(CodePoints set, Expression rest) {}

    private Derivatives() {}

    /// For each set of remainders the characters that lead to it; the sets do not overlap.
    static Map<Set<Expression>, CodePoints> moves(Set<Expression> state, Effort effort) {
        List<Step> steps = new ArrayList<>();
        for (Expression expression : state) {
            collect(expression, Expression.EMPTY, steps);
        }
        TreeSet<Integer> cuts = new TreeSet<>();
        for (Step step : steps) {
            for (int[] pair : step.set.pairs()) {
                cuts.add(pair[0]);
                cuts.add(pair[1] + 1);
            }
        }
        effort.spend((long) steps.size() * (cuts.size() + 1));
        Map<Set<Expression>, List<int[]>> moves = new LinkedHashMap<>();
        Integer from = cuts.isEmpty() ? null : cuts.first();
        while (from != null) {
            Integer to = cuts.higher(from);
            if (to != null) {
                Set<Expression> rests = new LinkedHashSet<>();
                for (Step step : steps) {
                    if (step.set.contains(from)) {
                        rests.add(step.rest);
                    }
                }
                if (!rests.isEmpty()) {
                    moves.computeIfAbsent(rests, _ -> new ArrayList<>())
                            .add(new int[] {from, to - 1});
                }
            }
            from = to;
        }
        Map<Set<Expression>, CodePoints> sets = new LinkedHashMap<>();
        moves.forEach((rests, pairs) -> sets.put(rests, CodePoints.of(pairs)));
        return sets;
    }

    private static void collect(Expression expression, Expression after, List<Step> steps) {
        switch (expression) {
            case Expression.Text(var text) -> {
                if (text.isEmpty()) {
                    return;
                }
                int first = text.codePointAt(0);
                String rest = text.substring(Character.charCount(first));
                steps.add(
                        new Step(
                                CodePoints.of(first),
                                joined(
                                        rest.isEmpty() ? Expression.EMPTY : Expression.text(rest),
                                        after)));
            }
            case Expression.Chars(var set) -> steps.add(new Step(set, after));
            case Expression.Sequence(var parts) -> {
                for (int i = 0; i < parts.size(); i++) {
                    Expression rest = after;
                    for (Expression part : parts.subList(i + 1, parts.size()).reversed()) {
                        rest = joined(part, rest);
                    }
                    collect(parts.get(i), rest, steps);
                    if (!Anchored.mayBeEmpty(parts.get(i))) {
                        return;
                    }
                }
            }
            case Expression.Either(var options) ->
                    options.forEach(option -> collect(option, after, steps));
            case Expression.Repeat(var body, int min, int max) -> {
                if (max > 0) {
                    int left = max == Expression.UNBOUNDED ? max : max - 1;
                    collect(body, joined(repeat(body, Math.max(0, min - 1), left), after), steps);
                }
            }
            case Expression.Rule _, Expression.Machine _ ->
                    throw new IllegalStateException("not a plain regular expression");
        }
    }

    private static Expression repeat(Expression body, int min, int max) {
        return max == 0 ? Expression.EMPTY : Expression.repeat(body, min, max);
    }

    /// One after the other, in a form that is the same however it came about.
    private static Expression joined(Expression first, Expression second) {
        List<Expression> parts = new ArrayList<>();
        for (Expression expression : List.of(first, second)) {
            if (expression instanceof Expression.Sequence(var inner)) {
                parts.addAll(inner);
            } else {
                parts.add(expression);
            }
        }
        return parts.size() == 1 ? parts.getFirst() : new Expression.Sequence(parts);
    }
}
