package dev.parlance.engine.llama.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TokenTrieTest {
    private static final String END = "<end>";
    private static final String CONTROL = "<control>";

    private static TokenTrie trie(List<String> tokens) {
        return TokenTrie.of(
                tokens.size(),
                token -> Outputs.bytes(tokens.get(token)),
                token -> tokens.get(token).equals(CONTROL),
                token -> tokens.get(token).equals(END));
    }

    private static Grammar gbnf(String text) {
        return Grammar.gbnf(text, GrammarLimits.DEFAULT);
    }

    @Test
    void lists_the_tokens_that_may_come_next() {
        TokenTrie trie = trie(List.of("a", "ab", "b", "abc", END, CONTROL, "", "ab", "<", "c"));
        GrammarFilter filter = new GrammarFilter(gbnf("root ::= \"a\" \"b\"? (\"c\" .*)?"), trie);
        assertThat(filter.allowed()).isEqualTo(BitSet.valueOf(new long[] {0b0010001011}));
        filter.accept(1);
        assertThat(filter.allowed()).isEqualTo(BitSet.valueOf(new long[] {0b1000010000}));
        filter.accept(9);
        assertThat(filter.allowed()).isEqualTo(BitSet.valueOf(new long[] {0b1110011111}));
    }

    @Test
    void ends_exactly_when_the_output_is_complete() {
        TokenTrie trie = trie(List.of("x", END));
        GrammarFilter filter = new GrammarFilter(gbnf("root ::= \"xx\""), trie);
        assertThat(filter.allows(1)).isFalse();
        filter.accept(0);
        assertThat(filter.isFinished()).isFalse();
        filter.accept(0);
        assertThat(filter.isFinished()).isTrue();
        assertThat(filter.allows(0)).isFalse();
        assertThat(filter.allows(1)).isTrue();
        assertThat(filter.allowed()).isEqualTo(BitSet.valueOf(new long[] {0b10}));
        filter.accept(1);
    }

    @Test
    void says_so_when_the_model_has_no_token() {
        GrammarFilter filter = new GrammarFilter(gbnf("root ::= \"z\""), trie(List.of("x", END)));
        assertThatThrownBy(filter::allowed)
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("no token for what the grammar wants next");
        assertThatThrownBy(() -> filter.accept(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void agrees_with_asking_for_each_token() {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        List<String> tokens = new ArrayList<>(List.of(END, CONTROL));
        String letters = "{}[]\":, \\truefalsn10dD89cé";
        letters.chars().forEach(c -> tokens.add(Character.toString(c)));
        while (tokens.size() < 400) {
            StringBuilder token = new StringBuilder();
            for (int i = random.nextInt(1, 5); i > 0; i--) {
                token.append(letters.charAt(random.nextInt(letters.length())));
            }
            tokens.add(token.toString());
        }
        TokenTrie trie = trie(tokens);
        Grammar grammar = Grammar.json(GrammarLimits.DEFAULT);
        for (int round = 0; round < 20; round++) {
            GrammarFilter filter = new GrammarFilter(grammar, trie);
            for (int step = 0; step < 30 && !filter.isFinished(); step++) {
                BitSet allowed = filter.allowed();
                for (int token = 0; token < tokens.size(); token++) {
                    assertThat(filter.allows(token))
                            .as("-Dtests.seed=%d, token %s", seed, tokens.get(token))
                            .isEqualTo(allowed.get(token));
                }
                int[] choices = allowed.stream().toArray();
                filter.accept(choices[random.nextInt(choices.length)]);
            }
        }
    }
}
