package dev.parlance.engine.llama.grammar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// All moves that need no byte, at one place of an output.
///
/// Rules that begin here share one open frame each, however many callers they have, which keeps
/// ambiguous grammars polynomial (the idea of generalised LL parsing: a graph of stacks instead of
/// many stacks; E. Scott, A. Johnstone, "GLL Parsing", 2010). Since no rule begins with itself, the
/// frames opened here lead to each other without cycles; so they can be closed into immutable
/// frames, callers first, and equal sets of places become equal states.
final class Closure {
    private static final Comparator<Frame.Way> WAYS =
            Comparator.comparingInt(Frame.Way::node)
                    .thenComparingInt(Frame.Way::count)
                    .thenComparingInt(way -> way.frame().id());
    private static final Comparator<State.Place> PLACES =
            Comparator.comparingInt(State.Place::node).thenComparingInt(p -> p.frame().id());

    private record Move(int node, Context context) {}

    private record Round(int loop, int count, Context context) {}

    private final Program program;
    private final States states;
    private final Budget budget;
    private final Deque<Move> work = new ArrayDeque<>();
    private final Set<Move> seen = new HashSet<>();
    private final Set<Round> rounds = new HashSet<>();
    private final Map<Integer, OpenFrame> open = new LinkedHashMap<>();
    private final List<Move> waiting = new ArrayList<>();
    private final Map<OpenFrame, Frame> closed = new HashMap<>();
    private boolean complete;

    Closure(Program program, States states, Budget budget) {
        this.program = program;
        this.states = states;
        this.budget = budget;
    }

    /// Adds a place to move on from.
    void add(int node, Context context) {
        if (program.productive().get(node)) {
            Move move = new Move(node, context);
            if (seen.add(move)) {
                work.push(move);
            }
        }
    }

    /// Makes all moves.
    State state() {
        while (!work.isEmpty()) {
            budget.spend(1);
            move(work.pop());
        }
        if (waiting.size() > program.limits().maxPlaces()) {
            throw tooManyPlaces();
        }
        Set<State.Place> places = new LinkedHashSet<>();
        for (Move move : waiting) {
            Frame frame = frame(move.context());
            // Deeper is not followed: the ways that remain still lead to an end.
            if (frame.depth() <= program.limits().maxDepth()) {
                places.add(new State.Place(move.node(), frame));
            }
        }
        return states.intern(places.stream().sorted(PLACES).toList(), complete);
    }

    private GrammarException tooManyPlaces() {
        return new GrammarException(
                "The grammar is too ambiguous: the output may be at more than "
                        + program.limits().maxPlaces()
                        + " places of it at the same time.");
    }

    private void move(Move move) {
        Context context = move.context();
        switch (program.nodes().get(move.node())) {
            case Node.Arcs _ -> waiting.add(move);
            case Node.Split(int[] targets) -> {
                for (int target : targets) {
                    add(target, context);
                }
            }
            case Node.Call(int rule, int next) -> {
                if (program.nullable().get(rule)) {
                    add(next, context);
                }
                if (next == Program.ACCEPT) {
                    open(rule).returnLike(context);
                } else {
                    open(rule).add(next, 0, context);
                }
            }
            case Node.Loop _ -> round(move.node(), 0, context);
            case Node.Accept _ -> {
                switch (context) {
                    // A rule that ends where it began was passed over when it was called.
                    case OpenFrame _ -> {}
                    case Frame frame -> leave(frame);
                }
            }
        }
        if (waiting.size() > program.limits().maxPlaces()) {
            throw tooManyPlaces();
        }
    }

    private void leave(Frame frame) {
        if (frame == Frame.ROOT) {
            complete = true;
            return;
        }
        budget.spend(frame.ways().length);
        for (Frame.Way way : frame.ways()) {
            if (program.nodes().get(way.node()) instanceof Node.Loop) {
                round(way.node(), way.count(), way.frame());
            } else {
                add(way.node(), way.frame());
            }
        }
    }

    /// Goes on with a loop whose rule has been read `count` times.
    private void round(int node, int count, Context context) {
        if (!(program.nodes().get(node) instanceof Node.Loop(int rule, int min, int max, int next))
                || !rounds.add(new Round(node, count, context))) {
            return;
        }
        budget.spend(1);
        if (count >= min || program.nullable().get(rule)) {
            add(next, context);
        }
        if (count < max && program.productive().get(program.starts()[rule])) {
            // Without an upper bound, counts beyond the lower one make no difference.
            int then = max == Expression.UNBOUNDED ? Math.min(count + 1, min) : count + 1;
            open(rule).add(node, then, context);
        }
    }

    private OpenFrame open(int rule) {
        OpenFrame known = open.get(rule);
        if (known == null) {
            known = new OpenFrame();
            open.put(rule, known);
            add(program.starts()[rule], known);
        }
        return known;
    }

    private Frame frame(Context context) {
        return switch (context) {
            case Frame frame -> frame;
            case OpenFrame opened -> {
                Frame known = closed.get(opened);
                if (known == null) {
                    known = close(opened);
                    closed.put(opened, known);
                }
                yield known;
            }
        };
    }

    private Frame close(OpenFrame opened) {
        Set<OpenFrame> same = new LinkedHashSet<>();
        Deque<OpenFrame> rest = new ArrayDeque<>();
        rest.push(opened);
        Set<Frame.Way> ways = new HashSet<>();
        while (!rest.isEmpty()) {
            OpenFrame next = rest.pop();
            if (same.add(next)) {
                for (OpenFrame.Way way : next.ways()) {
                    ways.add(new Frame.Way(way.node(), way.count(), frame(way.context())));
                }
                next.sameAs().forEach(rest::push);
            }
        }
        budget.spend(ways.size());
        return states.intern(ways.stream().sorted(WAYS).toList());
    }
}
