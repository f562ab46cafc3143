package dev.parlance.engine.llama.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.engine.llama.gguf.TinyGguf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SequenceMemoryTest {
    private static final ContextOptions SIZE = new ContextOptions(256, 64, 64, 4, 1, false);
    private static final int[] PROMPT = IntStream.rangeClosed(300, 319).toArray();

    @TempDir Path folder;
    private NativeModel model;
    private NativeContext context;

    @BeforeEach
    void load() {
        Path file = TinyGguf.llama(1).write(folder.resolve("tiny.gguf"));
        model = NativeModel.load(TestLibrary.open(), file, ModelOptions.DEFAULT, _ -> true);
        context = new NativeContext(model, SIZE, () -> false);
    }

    @AfterEach
    void close() {
        context.close();
        model.close();
    }

    @Test
    void a_copied_prefix_continues_like_a_computed_one() {
        List<Integer> computed = continuation(0, 0);
        context.forget(0, PROMPT.length);
        context.copy(0, 2, 0, 15);

        assertThat(continuation(2, 15)).isEqualTo(computed);
    }

    @Test
    void a_copy_outlives_what_it_was_copied_from() {
        List<Integer> computed = continuation(0, 0);
        context.copy(0, 1, 0, 10);
        context.forget(0, 0);

        assertThat(continuation(1, 10)).isEqualTo(computed);
    }

    @Test
    void copies_are_taken_while_the_source_goes_on() {
        List<Integer> alone = continuation(3, 0);
        context.clear();
        prefill(0, 0);
        context.copy(0, 1, 0, 19);
        List<Integer> second = continuation(1, 19);

        assertThat(second).isEqualTo(alone);
        context.forget(0, 19);
        assertThat(continuation(0, 19)).isEqualTo(alone);
    }

    @Test
    void a_forgotten_middle_is_closed_by_a_shift() {
        prefill(0, 0);
        assertThat(context.canShift()).isTrue();
        context.forget(0, 4, 12);
        context.shift(0, 12, NativeContext.TO_THE_END, -8);

        // Position 12 is free now, and 11 is the last that is taken.
        context.batch().clear();
        int row = context.batch().add(320, 12, 0, true);
        assertThat(context.decode()).isEqualTo(DecodeStatus.DONE);
        assertThat(context.logits(row).byteSize()).isPositive();
    }

    @Test
    void keeps_one_sequence_only() {
        List<Integer> computed = continuation(1, 0);
        context.clear();
        prefill(0, 0);
        prefill(1, 0);
        context.keepOnly(1);
        context.forget(1, 19);

        assertThat(continuation(1, 19)).isEqualTo(computed);
    }

    @Test
    void refuses_sequences_that_the_context_does_not_have() {
        assertThatThrownBy(() -> context.copy(0, 4, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sequence 4 is not from 0 to 3");
        assertThatThrownBy(() -> context.forget(-1, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> context.shift(7, 0, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> context.keepOnly(9)).isInstanceOf(IllegalArgumentException.class);
    }

    /// Eight greedy tokens after the prompt, whose first `present` tokens the sequence remembers.
    private List<Integer> continuation(int sequence, int present) {
        int row = prefill(sequence, present);
        List<Integer> tokens = new ArrayList<>();
        try (NativeSampler greedy = new NativeSampler(model, SamplerOptions.GREEDY)) {
            for (int i = 0; i < 8; i++) {
                int token = context.sample(greedy, row);
                tokens.add(token);
                context.batch().clear();
                row = context.batch().add(token, PROMPT.length + i, sequence, true);
                assertThat(context.decode()).isEqualTo(DecodeStatus.DONE);
            }
        }
        return tokens;
    }

    private int prefill(int sequence, int present) {
        context.batch().clear();
        int row = 0;
        for (int i = present; i < PROMPT.length; i++) {
            row = context.batch().add(PROMPT[i], i, sequence, i == PROMPT.length - 1);
        }
        assertThat(context.decode()).isEqualTo(DecodeStatus.DONE);
        return row;
    }
}
