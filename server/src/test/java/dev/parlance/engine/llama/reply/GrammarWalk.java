package dev.parlance.engine.llama.reply;

import dev.parlance.engine.llama.grammar.Grammar;
import dev.parlance.engine.llama.grammar.GrammarState;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Random texts that a grammar accepts, byte by byte; what closes something comes more often.
final class GrammarWalk {
    private static final String CLOSING = "\"}]<>\n";
    private static final int MOST_BYTES = 4000;

    private GrammarWalk() {}

    static String text(Grammar grammar, Random random) {
        GrammarState state = grammar.start();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (text.size() < MOST_BYTES) {
            if (state.isComplete() && random.nextBoolean()) {
                return text.toString(StandardCharsets.UTF_8);
            }
            List<Integer> next = next(state, random.nextInt(3) == 0);
            if (next.isEmpty()) {
                next = next(state, false);
            }
            if (next.isEmpty()) {
                if (state.isComplete()) {
                    return text.toString(StandardCharsets.UTF_8);
                }
                throw new AssertionError("stuck after " + text);
            }
            int b = next.get(random.nextInt(next.size()));
            text.write(b);
            if (!state.accept(new byte[] {(byte) b})) {
                throw new AssertionError("not accepted though allowed: " + b);
            }
        }
        return "";
    }

    private static List<Integer> next(GrammarState state, boolean closing) {
        List<Integer> next = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            // A lead byte of four leads too far from the texts of models.
            boolean wanted = closing ? CLOSING.indexOf(b) >= 0 : b < 0xf0;
            if (wanted && state.allows(new byte[] {(byte) b})) {
                next.add(b);
            }
        }
        return next;
    }
}
