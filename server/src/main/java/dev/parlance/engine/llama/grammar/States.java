package dev.parlance.engine.llama.grammar;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The states of one grammar: made when an output first gets there, and remembered, so that the
/// next output finds them by a look into a table. Thread-safe; shared by all outputs.
///
/// What is remembered is bounded: when it is too much, all is forgotten and made anew as needed.
/// Outputs keep the state that they are in.
final class States {
    private static final int WORDS_OF_A_STATE = 24;
    private static final int WORDS_OF_A_PLACE = 6;
    private static final int WORDS_OF_A_FRAME = 24;
    private static final int WORDS_OF_A_WAY = 7;

    private record Content(List<State.Place> places, boolean complete) {}

    private final Program program;
    private final Map<Content, State> states = new HashMap<>();
    private final Map<List<Frame.Way>, Frame> frames = new HashMap<>();
    private long words;
    private int lastFrame;

    States(Program program) {
        this.program = program;
    }

    /// Where every output begins.
    State start(Budget budget) {
        synchronized (this) {
            Closure closure = new Closure(program, this, budget);
            closure.add(program.starts()[program.root()], Frame.ROOT);
            return closure.state();
        }
    }

    /// The state after one more byte.
    ///
    /// @throws GrammarException when that is too expensive to find out
    State step(State from, byte b, Budget budget) {
        int byteClass = program.classOf(b);
        if (from.isDead()) {
            return from;
        }
        State known = from.next(byteClass);
        if (known == null) {
            known = compute(from, b & 0xff, budget);
            from.remember(byteClass, known);
        }
        return known;
    }

    private synchronized State compute(State from, int b, Budget budget) {
        Closure closure = new Closure(program, this, budget);
        for (State.Place place : from.places()) {
            if (program.nodes().get(place.node()) instanceof Node.Arcs(int[] arcs)) {
                int target = target(arcs, b);
                if (target >= 0) {
                    closure.add(target, place.frame());
                }
            }
        }
        budget.spend(from.places().size());
        return closure.state();
    }

    private static int target(int[] arcs, int b) {
        for (int i = 0; i < arcs.length; i += 3) {
            if (b <= arcs[i + 1]) {
                return b >= arcs[i] ? arcs[i + 2] : -1;
            }
        }
        return -1;
    }

    /// Called by [Closure] alone, so under the lock.
    State intern(List<State.Place> places, boolean complete) {
        if (places.isEmpty() && !complete) {
            return State.DEAD;
        }
        State state = states.get(new Content(places, complete));
        if (state == null) {
            state = new State(places, complete, program.classes());
            grow(WORDS_OF_A_STATE + places.size() * WORDS_OF_A_PLACE + program.classes());
            states.put(new Content(state.places(), complete), state);
        }
        return state;
    }

    /// Called by [Closure] alone, so under the lock.
    Frame intern(List<Frame.Way> ways) {
        Frame frame = frames.get(ways);
        if (frame == null) {
            frame = new Frame(++lastFrame, ways.toArray(Frame.Way[]::new));
            frames.put(ways, frame);
            words += WORDS_OF_A_FRAME + (long) ways.size() * WORDS_OF_A_WAY;
        }
        return frame;
    }

    /// Remembers which tokens a state allows.
    synchronized void remember(State state, TokenMask mask) {
        grow(mask.trie().tokenCount() / Integer.SIZE + 1);
        state.remember(mask);
    }

    private void grow(int by) {
        if (words + by > program.limits().maxMemory()) {
            states.values().forEach(State::forget);
            states.clear();
            frames.clear();
            words = 0;
        }
        words += by;
    }
}
