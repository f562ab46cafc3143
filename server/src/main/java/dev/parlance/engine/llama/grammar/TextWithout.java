package dev.parlance.engine.llama.grammar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Texts that do not have certain texts in them, as an automaton: its states are how much of one of
/// these has just been read (A. Aho, M. Corasick, "Efficient string matching", 1975).
final class TextWithout {
    private final List<String> stops;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> read = new ArrayList<>();
    private final List<Expression.Machine.Stop> states = new ArrayList<>();

    private TextWithout(List<String> stops) {
        this.stops = stops;
    }

    /// Any text without these in it.
    static Expression any(List<String> stops) {
        if (stops.stream().anyMatch(String::isEmpty)) {
            throw new GrammarException("Every text has the empty text in it.");
        }
        return new TextWithout(stops).machine();
    }

    private Expression machine() {
        int[] named = stops.stream().flatMapToInt(String::codePoints).distinct().toArray();
        CodePoints others = CodePoints.ANY;
        for (int c : named) {
            others = others.minus(CodePoints.of(c));
        }
        number("");
        for (int i = 0; i < read.size(); i++) {
            List<Expression.Machine.Move> moves = new ArrayList<>();
            moves.add(new Expression.Machine.Move(new Expression.Chars(others), 0));
            for (int c : named) {
                String then = read.get(i) + Character.toString(c);
                if (stops.stream().noneMatch(then::endsWith)) {
                    moves.add(
                            new Expression.Machine.Move(
                                    new Expression.Chars(CodePoints.of(c)), number(kept(then))));
                }
            }
            states.add(new Expression.Machine.Stop(true, moves));
        }
        return new Expression.Machine(states);
    }

    private int number(String text) {
        Integer known = numbers.get(text);
        if (known == null) {
            known = read.size();
            numbers.put(text, known);
            read.add(text);
        }
        return known;
    }

    /// The longest end of the text that one of the stops begins with.
    private String kept(String text) {
        String rest = text;
        while (!rest.isEmpty()) {
            String end = rest;
            if (stops.stream().anyMatch(stop -> stop.startsWith(end))) {
                return rest;
            }
            rest = rest.substring(Character.charCount(rest.codePointAt(0)));
        }
        return "";
    }
}
