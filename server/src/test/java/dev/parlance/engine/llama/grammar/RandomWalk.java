package dev.parlance.engine.llama.grammar;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Outputs of a grammar, drawn byte by byte without a model.
final class RandomWalk {
    private static final int LONGEST = 300;

    private record Way(GrammarState state, List<Byte> bytes) {}

    private final Grammar grammar;
    private final RandomGenerator random;

    RandomWalk(Grammar grammar, RandomGenerator random) {
        this.grammar = grammar;
        this.random = random;
    }

    /// A text that satisfies the grammar.
    String text() {
        GrammarState state = grammar.start();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (bytes.size() < LONGEST) {
            List<Byte> next = next(state);
            if (next.isEmpty() || (state.isComplete() && random.nextInt(4) == 0)) {
                break;
            }
            byte b = next.get(random.nextInt(next.size()));
            // Texts should be short and have more than spaces in them.
            if (next.contains((byte) '"') && random.nextInt(6) == 0) {
                b = '"';
            } else if (b == ' ' || b == '\n' || b == '\t') {
                b = next.get(random.nextInt(next.size()));
            }
            bytes.write(b);
            if (!state.accept(new byte[] {b})) {
                throw new AssertionError("an allowed byte was refused");
            }
        }
        if (!state.isComplete()) {
            shortestEnd(state).forEach(bytes::write);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static List<Byte> next(GrammarState state) {
        List<Byte> next = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            if (state.allows(new byte[] {(byte) b})) {
                next.add((byte) b);
            }
        }
        return next;
    }

    private static List<Byte> shortestEnd(GrammarState from) {
        Deque<Way> ways = new ArrayDeque<>();
        // A few ways to each place: names of members must differ from those before.
        Map<State, Integer> visits = new HashMap<>();
        ways.add(new Way(from, List.of()));
        while (!ways.isEmpty()) {
            Way way = ways.poll();
            for (byte b : next(way.state)) {
                GrammarState state = way.state.copy();
                boolean taken = state.accept(new byte[] {b});
                List<Byte> bytes = new ArrayList<>(way.bytes);
                bytes.add(b);
                if (taken && state.isComplete()) {
                    return bytes;
                }
                if (taken && visits.merge(state.place(), 1, Integer::sum) <= 12) {
                    ways.add(new Way(state, bytes));
                }
            }
        }
        throw new AssertionError("there is no way to an end");
    }
}
