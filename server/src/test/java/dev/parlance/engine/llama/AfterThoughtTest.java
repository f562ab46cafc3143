package dev.parlance.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.engine.llama.ffm.TokenFilter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class AfterThoughtTest {
    private static final List<String> TOKENS =
            List.of("Hm", "</", "th", "ink>", "</think>", "\n", "yes", "<end>");

    private static final class OnlyYes implements TokenFilter {
        final List<Integer> accepted = new ArrayList<>();

        @Override
        public boolean allows(int token) {
            return token == 6;
        }

        @Override
        public BitSet allowed() {
            BitSet only = new BitSet();
            only.set(6);
            return only;
        }

        @Override
        public void accept(int token) {
            accepted.add(token);
        }
    }

    private final OnlyYes inner = new OnlyYes();
    private final BitSet thinking = new BitSet();
    private final AfterThought filter;

    AfterThoughtTest() {
        thinking.set(0, 7);
        filter =
                new AfterThought(
                        inner,
                        "</think>",
                        token -> TOKENS.get(token).getBytes(StandardCharsets.UTF_8),
                        thinking);
    }

    @Test
    void a_thought_may_be_anything_but_the_end() {
        assertThat(filter.allows(0)).isTrue();
        assertThat(filter.allows(7)).isFalse();
        assertThat(filter.allowed()).isEqualTo(thinking);
        filter.accept(0);
        assertThat(inner.accepted).isEmpty();
    }

    @Test
    void what_follows_the_thought_is_held_to_the_constraint() {
        filter.accept(4);
        assertThat(filter.allows(0)).isFalse();
        assertThat(filter.allows(6)).isTrue();
        assertThat(filter.allowed().cardinality()).isEqualTo(1);
        filter.accept(6);
        assertThat(inner.accepted).containsExactly(6);
    }

    @Test
    void the_end_of_a_thought_may_come_in_pieces() {
        for (int token : new int[] {0, 1, 1, 2, 3}) {
            assertThat(filter.allows(token)).isTrue();
            filter.accept(token);
        }
        assertThat(filter.allows(0)).isFalse();
    }
}
