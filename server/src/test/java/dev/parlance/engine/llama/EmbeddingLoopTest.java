package dev.parlance.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.call.Deadline;
import dev.parlance.engine.llama.ffm.ContextOptions;
import dev.parlance.engine.llama.ffm.LlamaLibrary;
import dev.parlance.engine.llama.ffm.ModelOptions;
import dev.parlance.engine.llama.ffm.NativeModel;
import dev.parlance.engine.llama.ffm.TestLibrary;
import dev.parlance.engine.llama.gguf.ModelFacts.Pooling;
import dev.parlance.engine.llama.gguf.TinyGguf;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How texts to embed are cut into batches.
class EmbeddingLoopTest {
    private static final ContextOptions OPTIONS = new ContextOptions(256, 128, 128, 32, 1, true);

    @TempDir private Path folder;
    private final Queue<EmbeddingWork> inbox = new ArrayDeque<>();

    private static int[] text(int length) {
        return IntStream.range(0, length).map(i -> 3 + i * 7 % 250).toArray();
    }

    private int steps(EmbeddingLoop loop, EmbeddingWork work, int most) {
        inbox.add(work);
        int steps = 0;
        while (!work.result().isDone()) {
            assertThat(loop.step(most)).isTrue();
            steps++;
        }
        assertThat(loop.step(most)).isFalse();
        return steps;
    }

    private static EmbeddingWork work(int... lengths) {
        List<int[]> texts = IntStream.of(lengths).mapToObj(EmbeddingLoopTest::text).toList();
        return new EmbeddingWork(texts, Deadline.after(Duration.ofMinutes(1)));
    }

    @Test
    void batches_are_as_small_as_replies_need_them() {
        LlamaLibrary library = TestLibrary.open();
        Path file = TinyGguf.llama(3).write(folder.resolve("tiny.gguf"));
        try (NativeModel model = NativeModel.load(library, file, ModelOptions.DEFAULT, _ -> true);
                EmbeddingLoop loop =
                        new EmbeddingLoop(model, OPTIONS, Pooling.MEAN, false, inbox)) {
            EmbeddingWork large = work(100, 20, 200);
            EmbeddingWork small = work(100, 20, 200);

            assertThat(steps(loop, large, Integer.MAX_VALUE)).isEqualTo(3);
            assertThat(steps(loop, small, 30)).isEqualTo(12);
            for (int i = 0; i < 3; i++) {
                assertThat(small.result().join().get(i))
                        .usingComparatorWithPrecision(1e-3f)
                        .containsExactly(large.result().join().get(i));
            }
        }
    }

    @Test
    void a_text_that_is_needed_as_a_whole_is_not_cut() {
        LlamaLibrary library = TestLibrary.open();
        Path file = TinyGguf.llama(3).write(folder.resolve("tiny.gguf"));
        try (NativeModel model = NativeModel.load(library, file, ModelOptions.DEFAULT, _ -> true);
                EmbeddingLoop loop = new EmbeddingLoop(model, OPTIONS, Pooling.MEAN, true, inbox)) {
            assertThat(steps(loop, work(100), 30)).isOne();
        }
    }
}
