package dev.parlance.engine.llama.grammar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A deterministic automaton over characters: for sets of texts that must be intersected or
/// complemented before they can be written down. State 0 is the first.
record Automaton(List<Stop> stops) {
    private static final int MOST_STOPS = 20_000;
    private static final int LONGEST_OF_FEW = 200;
    private static final CodePoints EVERY = CodePoints.ANY;

    /// @param moves over sets that do not overlap
    record Stop(boolean accepting, List<Move> moves) {
        public Stop {
            moves = List.copyOf(moves);
        }
    }

    record Move(CodePoints set, int target) {}

    private record Pair(int first, int second) {}

    Automaton {
        stops = List.copyOf(stops);
    }

    /// Builds the automaton whose states are values of any kind.
    ///
    /// @param moves for each state the characters that lead on, in sets that do not overlap
    /// @throws GrammarException when there are more than 20,000 states
    static <S> Automaton explore(
            S start, Function<S, Map<S, CodePoints>> moves, Predicate<S> accepting, Effort effort) {
        Map<S, Integer> numbers = new HashMap<>();
        List<S> states = new ArrayList<>();
        numbers.put(start, 0);
        states.add(start);
        List<Stop> stops = new ArrayList<>();
        for (int i = 0; i < states.size(); i++) {
            effort.spend(Effort.STATE);
            List<Move> list = new ArrayList<>();
            for (Map.Entry<S, CodePoints> move : moves.apply(states.get(i)).entrySet()) {
                if (move.getValue().isEmpty()) {
                    continue;
                }
                Integer number = numbers.putIfAbsent(move.getKey(), states.size());
                if (number == null) {
                    number = states.size();
                    states.add(move.getKey());
                    if (states.size() > MOST_STOPS) {
                        throw new GrammarException(
                                "it needs an automaton of more than " + MOST_STOPS + " states");
                    }
                }
                list.add(new Move(move.getValue(), number));
            }
            stops.add(new Stop(accepting.test(states.get(i)), list));
        }
        return new Automaton(stops);
    }

    /// The automaton of an expression without rules and machines.
    static Automaton of(Expression expression, Effort effort) {
        return explore(
                Set.of(expression),
                state -> Derivatives.moves(state, effort),
                state -> state.stream().anyMatch(Anchored::mayBeEmpty),
                effort);
    }

    /// Exactly this text.
    static Automaton text(String text, Effort effort) {
        return of(Expression.text(text), effort);
    }

    Automaton and(Automaton other, Effort effort) {
        return explore(
                new Pair(0, 0),
                pair -> {
                    Map<Pair, CodePoints> moves = new LinkedHashMap<>();
                    for (Move one : stops.get(pair.first).moves) {
                        for (Move two : other.stops.get(pair.second).moves) {
                            effort.spend(one.set.ranges().length + two.set.ranges().length);
                            moves.merge(
                                    new Pair(one.target, two.target),
                                    one.set.and(two.set),
                                    CodePoints::or);
                        }
                    }
                    return moves;
                },
                pair -> stops.get(pair.first).accepting && other.stops.get(pair.second).accepting,
                effort);
    }

    /// All other texts.
    Automaton not() {
        int sink = stops.size();
        List<Stop> complement = new ArrayList<>();
        for (Stop stop : stops) {
            List<Move> moves = new ArrayList<>(stop.moves);
            CodePoints rest = EVERY;
            for (Move move : stop.moves) {
                rest = rest.minus(move.set);
            }
            if (!rest.isEmpty()) {
                moves.add(new Move(rest, sink));
            }
            complement.add(new Stop(!stop.accepting, moves));
        }
        complement.add(new Stop(true, List.of(new Move(EVERY, sink))));
        return new Automaton(complement);
    }

    boolean accepts(String text) {
        int at = 0;
        for (int c : text.codePoints().toArray()) {
            int next = -1;
            for (Move move : stops.get(at).moves) {
                next = move.set.contains(c) ? move.target : next;
            }
            if (next < 0) {
                return false;
            }
            at = next;
        }
        return stops.get(at).accepting;
    }

    /// True when it accepts no text.
    boolean isEmpty() {
        BitSet seen = new BitSet();
        Deque<Integer> work = new ArrayDeque<>();
        work.push(0);
        while (!work.isEmpty()) {
            int at = work.pop();
            if (!seen.get(at)) {
                seen.set(at);
                if (stops.get(at).accepting) {
                    return false;
                }
                stops.get(at).moves.forEach(move -> work.push(move.target));
            }
        }
        return true;
    }

    /// The texts that it accepts, or null when there are more than so many.
    @Nullable List<String> texts(int most) {
        List<String> texts = new ArrayList<>();
        BitSet live = live();
        boolean all = !live.get(0) || collect(0, "", live, texts, most);
        return all ? texts : null;
    }

    private boolean collect(int at, String text, BitSet live, List<String> texts, int most) {
        // Long ones come from a circle, or are too long to be few.
        if (text.length() > LONGEST_OF_FEW) {
            return false;
        }
        if (stops.get(at).accepting && texts.size() < most) {
            texts.add(text);
        } else if (stops.get(at).accepting) {
            return false;
        }
        for (Move move : stops.get(at).moves) {
            if (!live.get(move.target)) {
                continue;
            }
            for (int[] pair : move.set.pairs()) {
                for (int c = pair[0]; c <= pair[1]; c++) {
                    String next = text + Character.toString(c);
                    if (!collect(move.target, next, live, texts, most)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /// The states from which an accepting one can be reached.
    private BitSet live() {
        BitSet live = new BitSet();
        boolean news = true;
        while (news) {
            news = false;
            for (int i = stops.size() - 1; i >= 0; i--) {
                Stop stop = stops.get(i);
                if (!live.get(i)
                        && (stop.accepting
                                || stop.moves.stream().anyMatch(m -> live.get(m.target)))) {
                    live.set(i);
                    news = true;
                }
            }
        }
        return live;
    }

    /// The same texts, each character written as `spelling` has it.
    Expression spelled(Function<CodePoints, Expression> spelling) {
        List<Expression.Machine.Stop> machine = new ArrayList<>(stops.size());
        for (Stop stop : stops) {
            List<Expression.Machine.Move> moves = new ArrayList<>();
            for (Move move : stop.moves) {
                moves.add(new Expression.Machine.Move(spelling.apply(move.set), move.target));
            }
            machine.add(new Expression.Machine.Stop(stop.accepting, moves));
        }
        return new Expression.Machine(machine);
    }
}
