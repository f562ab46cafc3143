package dev.parlance.engine.scripted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PieceTokenizerTest {
    @Test
    void words_keep_the_space_before_them_and_long_ones_are_cut() {
        assertThat(PieceTokenizer.split("Hello there, wonderful world"))
                .containsExactly("Hello", " there", ",", " wonder", "ful", " world");
    }

    @Test
    void other_characters_come_in_classes_of_up_to_four() {
        assertThat(PieceTokenizer.split("HTTP/1.1 in 20260101...... x=\n\n"))
                .containsExactly(
                        "HTTP", "/", "1", ".", "1", " in", " 202", "6010", "1", "....", "..", " x",
                        "=", "\n\n");
    }

    @Test
    void characters_outside_ascii_stand_alone_and_are_never_split() {
        assertThat(PieceTokenizer.split("né東🎉!")).containsExactly("n", "é", "東", "🎉", "!");
        assertThat(PieceTokenizer.split("\uD83C!")).containsExactly("\uFFFD", "!");
    }

    @Test
    void ids_are_the_same_for_ever() {
        assertThat(PieceTokenizer.encode("Hello there!"))
                .containsExactly(285_557_625, 307_685_042, 33);
    }

    @Test
    void every_id_has_a_text_and_most_texts_come_back_to_it() {
        Random random = new Random(Long.getLong("tests.seed", 1L));
        for (int i = 0; i < 20_000; i++) {
            int id = random.nextInt(PieceTokenizer.VOCABULARY);
            String text = PieceTokenizer.decode(id);
            assertThat(text).isNotEmpty();
            List<Integer> again = PieceTokenizer.encode(text);
            StringBuilder joined = new StringBuilder();
            again.forEach(token -> joined.append(PieceTokenizer.decode(token)));
            assertThat(joined.toString()).as("id %d", id).isEqualTo(text);
        }
    }

    @Test
    void counting_is_splitting_without_the_pieces() {
        Random random = new Random(Long.getLong("tests.seed", 2L));
        String alphabet = "abZ 1.é\n";
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder();
            for (int c = random.nextInt(30); c > 0; c--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            List<String> pieces = PieceTokenizer.split(text.toString());
            assertThat(PieceTokenizer.count(text.toString())).isEqualTo(pieces.size());
            assertThat(String.join("", pieces)).isEqualTo(text.toString());
        }
    }

    @Test
    void an_id_outside_the_vocabulary_is_refused_with_the_range() {
        assertThatThrownBy(() -> PieceTokenizer.decode(PieceTokenizer.VOCABULARY))
                .hasMessageContaining(String.valueOf(PieceTokenizer.VOCABULARY));
    }
}
