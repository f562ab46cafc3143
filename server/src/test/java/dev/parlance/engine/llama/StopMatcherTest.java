package dev.parlance.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StopMatcherTest {
    @Test
    void shows_text_at_once_when_nothing_can_stop_it() {
        StopMatcher matcher = new StopMatcher(List.of());
        assertThat(matcher.add("anything")).isEqualTo("anything");
        assertThat(matcher.finish()).isEmpty();
    }

    @Test
    void holds_back_what_may_become_a_stop_sequence() {
        StopMatcher matcher = new StopMatcher(List.of("END"));
        assertThat(matcher.add("the E")).isEqualTo("the ");
        assertThat(matcher.add("N")).isEmpty();
        assertThat(matcher.add("E")).isEqualTo("EN");
        assertThat(matcher.finish()).isEqualTo("E");
    }

    @Test
    void cuts_before_the_stop_sequence_and_shows_nothing_after_it() {
        StopMatcher matcher = new StopMatcher(List.of("\n\n", "END"));
        assertThat(matcher.add("a\n")).isEqualTo("a");
        assertThat(matcher.add("\nb END")).isEmpty();
        assertThat(matcher.stopped()).isTrue();
        assertThat(matcher.add("more")).isEmpty();
        assertThat(matcher.finish()).isEmpty();
    }

    @Test
    void finds_stop_sequences_that_overlap_themselves() {
        StopMatcher matcher = new StopMatcher(List.of("aab"));
        assertThat(matcher.add("aa")).isEmpty();
        assertThat(matcher.add("a")).isEqualTo("a");
        assertThat(matcher.add("b")).isEmpty();
        assertThat(matcher.stopped()).isTrue();
    }

    @Test
    void gives_the_same_text_however_it_is_cut_into_pieces() {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            String text = letters(random, 30);
            List<String> stops = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                stops.add(letters(random, 3) + "a");
            }
            StopMatcher matcher = new StopMatcher(stops);
            StringBuilder shown = new StringBuilder();
            for (int at = 0; at < text.length(); ) {
                int to = Math.min(text.length(), at + 1 + random.nextInt(6));
                shown.append(matcher.add(text.substring(at, to)));
                at = to;
            }
            shown.append(matcher.finish());
            assertThat(shown.toString())
                    .as("-Dtests.seed=%d, %s in %s", seed, stops, text)
                    .isEqualTo(cutLetterByLetter(text, stops));
        }
    }

    /// The slow twin: the shortest beginning of the text that ends with a stop sequence, without
    /// it.
    private static String cutLetterByLetter(String text, List<String> stops) {
        for (int end = 1; end <= text.length(); end++) {
            String beginning = text.substring(0, end);
            int longest =
                    stops.stream()
                            .filter(beginning::endsWith)
                            .mapToInt(String::length)
                            .max()
                            .orElse(0);
            if (longest > 0) {
                return beginning.substring(0, end - longest);
            }
        }
        return text;
    }

    private static String letters(Random random, int max) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(max + 1); i > 0; i--) {
            text.append((char) ('a' + random.nextInt(2)));
        }
        return text.toString();
    }
}
