package dev.parlance.engine.llama.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BreakerIndexTest {
    private static final List<String> PIECES =
            List.of("a", ":", "b:", "x\n", "\nU", "ser", ":c", "U");

    private final AtomicInteger asked = new AtomicInteger();
    private final BreakerIndex index =
            new BreakerIndex(
                    PIECES.size(),
                    token -> {
                        asked.incrementAndGet();
                        return PIECES.get(token).getBytes(StandardCharsets.UTF_8);
                    },
                    BreakerIndexTest::tokenize);

    /// Splits by the longest piece that fits.
    private static int[] tokenize(String text) {
        for (int token = 0; token < PIECES.size(); token++) {
            String piece = PIECES.get(token);
            if (text.equals(piece)) {
                return new int[] {token};
            }
            if (text.startsWith(piece) && piece.length() > 2) {
                int[] rest = tokenize(text.substring(piece.length()));
                int[] all = new int[rest.length + 1];
                all[0] = token;
                System.arraycopy(rest, 0, all, 1, rest.length);
                return all;
            }
        }
        return new int[0];
    }

    private static int since(DryBreakers breakers, int... tokens) {
        TokenHistory history = new TokenHistory();
        for (int token : tokens) {
            history.add(token);
        }
        return breakers.since(history, tokens.length);
    }

    @Test
    void finds_every_token_that_contains_a_breaker() {
        DryBreakers colon = index.find(List.of(":"));
        assertThat(colon.isWhole(1)).isTrue();
        assertThat(colon.isWhole(2)).isTrue();
        assertThat(colon.isWhole(6)).isTrue();
        assertThat(colon.isWhole(0)).isFalse();
        assertThat(since(colon, 2, 0, 0)).isEqualTo(2);
        assertThat(since(colon, 0, 0)).isEqualTo(2);
        assertThat(since(colon, 0, 1)).isZero();
    }

    @Test
    void finds_breakers_that_several_tokens_spell() {
        DryBreakers user = index.find(List.of("\nUser:"));
        assertThat(user.isWhole(4)).isFalse();
        // "\nU", "ser", ":", then two more.
        assertThat(since(user, 4, 5, 1, 0, 0)).isEqualTo(2);
        assertThat(since(user, 4, 5, 0, 0)).isEqualTo(4);
        assertThat(since(user, 0, 4, 5)).isEqualTo(3);
    }

    @Test
    void reads_the_tokens_once_and_joins_breakers() {
        DryBreakers both = index.find(List.of(":", "a"));
        assertThat(both.isWhole(0)).isTrue();
        assertThat(both.isWhole(1)).isTrue();
        assertThat(index.find(List.of("a", "ser")).isWhole(1)).isFalse();
        assertThat(asked).hasValue(PIECES.size());
    }
}
