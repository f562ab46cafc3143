package dev.parlance.engine.llama.grammar;

import java.nio.charset.StandardCharsets;

/// What a grammar makes of whole texts.
final class Outputs {
    private Outputs() {}

    /// True when the text satisfies the grammar.
    static boolean accepts(Grammar grammar, String text) {
        GrammarState state = grammar.start();
        return state.accept(bytes(text)) && state.isComplete();
    }

    /// True when a text that satisfies the grammar can begin with this one.
    static boolean begins(Grammar grammar, String text) {
        return grammar.start().allows(bytes(text));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
