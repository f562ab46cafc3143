package dev.parlance.engine.scripted;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HashedVectorsTest {
    @Test
    void texts_that_share_words_are_nearer_than_texts_that_do_not() {
        String question = "How do I bake bread?";

        assertThat(cosine(question, "To bake bread you need flour."))
                .isGreaterThan(0.4)
                .isGreaterThan(cosine(question, "The moon is far away.") + 0.2)
                .isGreaterThan(cosine(question, "Trains run on rails.") + 0.2);
    }

    @Test
    void unrelated_texts_are_nearly_at_right_angles() {
        for (int i = 0; i < 50; i++) {
            assertThat(cosine("alpha number " + i, "quite different words")).isBetween(-0.3, 0.3);
        }
    }

    @Test
    void case_and_spaces_make_no_difference() {
        assertThat(cosine("Hello  World", "hello world")).isGreaterThan(0.999);
    }

    @Test
    void nothing_to_embed_has_a_vector_too() {
        assertThat(HashedVectors.of(" \n ", 8).values()).startsWith(1).hasSize(8);
    }

    private static double cosine(String one, String other) {
        float[] a = HashedVectors.of(one, 256).values();
        float[] b = HashedVectors.of(other, 256).values();
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
