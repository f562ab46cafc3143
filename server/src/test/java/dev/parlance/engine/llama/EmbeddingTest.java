package dev.parlance.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.parlance.core.embedding.EmbeddingInput;
import dev.parlance.core.embedding.EmbeddingOptions;
import dev.parlance.core.embedding.Truncation;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.ContextTooLong;
import dev.parlance.engine.llama.gguf.TinyBert;
import dev.parlance.engine.llama.gguf.TinyGguf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Vectors of texts: batched, cut, and of their own length.
class EmbeddingTest {
    private static final EmbeddingOptions RAW = new EmbeddingOptions(Truncation.NONE, null, false);
    private static final int[] WORDS = IntStream.rangeClosed('a', 'z').toArray();

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void a_batch_gives_what_its_texts_give_alone(int pooling) {
        compare(
                TinyGguf.llama(5)
                        .uint("llama.context_length", 2048)
                        .uint("llama.pooling_type", pooling),
                350,
                1e-3f);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void a_batch_gives_what_its_texts_give_an_encoder_alone(int pooling) {
        compare(TinyBert.bert(5).uint("bert.pooling_type", pooling), 50, 1e-3f);
    }

    /// @param apart how far the numbers may be apart: less for an encoder, which keeps no 16-bit
    ///   keys
    /// @param longest characters of a text; more than a batch takes, for a model that takes pieces
    private void compare(TinyGguf model, int longest, float apart) {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        Random random = new Random(seed);
        try (TinyEngine tiny = new TinyEngine(folder, model, 2, 1024)) {
            List<EmbeddingInput> texts = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                int length = i % 20 == 7 ? longest : 1 + random.nextInt(24);
                texts.add(new EmbeddingInput.Text(text(random, length)));
            }
            List<float[]> together =
                    tiny.embed(EmbeddingOptions.DEFAULT, texts.toArray(EmbeddingInput[]::new));
            for (int i = 0; i < texts.size(); i++) {
                assertThat(together.get(i))
                        .as("text %d, -Dtests.seed=%d", i, seed)
                        .containsExactly(
                                tiny.embed(EmbeddingOptions.DEFAULT, texts.get(i)).getFirst(),
                                within(apart));
            }
        }
    }

    @Test
    void requests_of_many_callers_share_batches_and_get_their_own_vectors() throws Exception {
        try (TinyEngine tiny = new TinyEngine(folder, TinyBert.bert(5), 2, 64);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<float[]> expected = new ArrayList<>();
            List<Callable<float[]>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String text = text(new Random(i), 1 + i % 30);
                expected.add(tiny.embed(text));
                calls.add(() -> tiny.embed(text));
            }
            List<Future<float[]>> results = callers.invokeAll(calls);
            for (int i = 0; i < results.size(); i++) {
                assertThat(results.get(i).get()).containsExactly(expected.get(i), within(1e-3f));
            }
        }
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder("x");
        for (int i = 1; i < length; i++) {
            text.append(' ').appendCodePoint(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }

    @Test
    void vectors_have_length_one_or_their_own() {
        try (TinyEngine tiny = new TinyEngine(folder, TinyBert.bert(5), 1, 64)) {
            float[] raw = tiny.embed(RAW, new EmbeddingInput.Text("hello world")).getFirst();
            float[] unit = tiny.embed("hello world");
            double length = length(raw);
            assertThat(length(unit)).isCloseTo(1, within(1e-5));
            assertThat(Math.abs(length - 1)).isGreaterThan(1e-3);
            for (int i = 0; i < raw.length; i++) {
                assertThat(raw[i] / length).isCloseTo(unit[i], within(1e-5));
            }
        }
    }

    private static double length(float[] vector) {
        double square = 0;
        for (float value : vector) {
            square += (double) value * value;
        }
        return Math.sqrt(square);
    }

    @Test
    void a_text_is_cut_only_when_that_is_asked_for_and_the_cut_is_told() {
        try (TinyEngine tiny = new TinyEngine(folder, TinyBert.bert(5), 1, 8)) {
            String text = "a b c d e f g h i";
            assertThatThrownBy(() -> tiny.embed(text))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            e ->
                                    assertThat(e.problem())
                                            .isEqualTo(new ContextTooLong("input", 11, 8)));

            assertThat(cut(tiny, Truncation.END, null, text)).isEqualTo(tiny.embed("a b c d e f"));
            assertThat(cut(tiny, Truncation.START, null, text))
                    .isEqualTo(tiny.embed("d e f g h i"));
            assertThat(tiny.dispositions()).isEmpty();
            var _ = cut(tiny, Truncation.START, 4, text);
            assertThat(tiny.dispositions())
                    .containsExactly("input: the first 7 of 9 tokens were cut");
        }
    }

    private static float[] cut(TinyEngine tiny, Truncation side, Integer most, String text) {
        return tiny.embed(new EmbeddingOptions(side, most, true), new EmbeddingInput.Text(text))
                .getFirst();
    }

    @Test
    void tokens_are_cut_like_texts_and_what_would_vanish_is_refused() {
        try (TinyEngine tiny = new TinyEngine(folder, TinyBert.bert(5), 1, 8)) {
            EmbeddingInput five = new EmbeddingInput.Tokens(List.of(2, 5, 7, 9, 3));
            EmbeddingInput two = new EmbeddingInput.Tokens(List.of(2, 5));
            EmbeddingOptions options = new EmbeddingOptions(Truncation.END, 2, true);
            List<float[]> vectors = tiny.embed(options, five, two);
            assertThat(vectors.getFirst()).isEqualTo(vectors.getLast());
            assertThat(tiny.dispositions())
                    .containsExactly("input[0]: the last 3 of 5 tokens were cut");
            assertThatThrownBy(() -> cut(tiny, Truncation.END, 2, "a b c"))
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining("5");
        }
    }
}
