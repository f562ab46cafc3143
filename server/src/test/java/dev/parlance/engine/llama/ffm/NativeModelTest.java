package dev.parlance.engine.llama.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.parlance.engine.llama.gguf.TinyGguf;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeModelTest {
    private static final ContextOptions SMALL = new ContextOptions(256, 64, 64, 2, 1, false);

    @TempDir Path folder;
    private LlamaLibrary library;
    private NativeModel model;

    @BeforeEach
    void load() {
        library = TestLibrary.open();
        Path file = TinyGguf.llama(1).write(folder.resolve("tiny.gguf"));
        model = NativeModel.load(library, file, ModelOptions.DEFAULT, _ -> true);
    }

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void tells_progress_and_can_be_given_up() {
        Path file = TinyGguf.llama(2).write(folder.resolve("other.gguf"));
        List<Double> fractions = new ArrayList<>();
        NativeModel.load(
                        library,
                        file,
                        ModelOptions.DEFAULT,
                        fraction -> {
                            fractions.add(fraction);
                            return true;
                        })
                .close();
        assertThat(fractions).isSorted().endsWith(1.0);
        assertThatThrownBy(() -> NativeModel.load(library, file, ModelOptions.DEFAULT, _ -> false))
                .isInstanceOf(NativeException.class);
    }

    @Test
    void says_why_the_library_refuses_a_file() {
        Path file = TinyGguf.llama(1).without("output_norm.weight").write(folder.resolve("x.gguf"));
        assertThatThrownBy(() -> NativeModel.load(library, file, ModelOptions.DEFAULT, _ -> true))
                .isInstanceOf(NativeException.class)
                .hasMessageContaining("x.gguf could not be loaded")
                .hasMessageContaining("output_norm");
    }

    @Test
    void turns_text_into_tokens_and_back() {
        Vocabulary vocabulary = model.vocabulary();
        int[] tokens = vocabulary.tokenize("Grüße<|im_end|>", true, true);

        assertThat(tokens[0]).isEqualTo(vocabulary.bos());
        assertThat(tokens[tokens.length - 1]).isEqualTo(260);
        assertThat(vocabulary.isControl(260)).isTrue();
        StringBuilder text = new StringBuilder();
        for (int token : tokens) {
            text.append(new String(vocabulary.piece(token, false), StandardCharsets.ISO_8859_1));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("Grüße");
        assertThat(vocabulary.tokenize("<|im_end|>", false, false)).hasSizeGreaterThan(1);
        assertThat(vocabulary.piece(260, true)).asString().isEqualTo("<|im_end|>");
        assertThat(vocabulary.piece(260, false)).isEmpty();
        assertThat(vocabulary.tokenize("", false, false)).isEmpty();
    }

    @Test
    void refuses_token_ids_outside_the_vocabulary() {
        Vocabulary vocabulary = model.vocabulary();
        assertThatThrownBy(() -> vocabulary.piece(vocabulary.size(), true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> vocabulary.isEndOfGeneration(-1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void decodes_greedily_and_repeatably() {
        try (NativeContext context = new NativeContext(model, SMALL, () -> false)) {
            assertThat(generate(context, 0, SamplerOptions.GREEDY))
                    .isEqualTo(generate(context, 1, SamplerOptions.GREEDY))
                    .hasSize(12);
        }
    }

    @Test
    void draws_the_same_tokens_from_the_same_seed() {
        SamplerOptions seeded =
                new SamplerOptions(1.5f, 40, 0.95f, 0.01f, 1, 1.1f, 0.1f, 0.1f, 64, 7, Map.of());
        SamplerOptions other =
                new SamplerOptions(1.5f, 40, 0.95f, 0.01f, 1, 1.1f, 0.1f, 0.1f, 64, 8, Map.of());
        try (NativeContext context = new NativeContext(model, SMALL, () -> false)) {
            List<Integer> first = generate(context, 0, seeded);
            assertThat(generate(context, 1, seeded)).isEqualTo(first);
            assertThat(generate(context, 1, other)).isNotEqualTo(first);
        }
    }

    @Test
    void follows_a_logit_bias() {
        SamplerOptions biased = new SamplerOptions(0, 0, 1, 0, 1, 1, 0, 0, 0, 0, Map.of(300, 100f));
        try (NativeContext context = new NativeContext(model, SMALL, () -> false)) {
            assertThat(generate(context, 0, biased)).containsOnly(300);
        }
    }

    @Test
    void gives_logits_whose_greatest_is_the_greedy_choice() {
        try (NativeContext context = new NativeContext(model, SMALL, () -> false);
                NativeSampler greedy = new NativeSampler(model, SamplerOptions.GREEDY)) {
            int row = prefill(context, 0);
            MemorySegment logits = context.logits(row);
            int best = 0;
            for (int i = 1; i < model.vocabulary().size(); i++) {
                if (at(logits, i) > at(logits, best)) {
                    best = i;
                }
            }
            assertThat(context.sample(greedy, row)).isEqualTo(best);
        }
    }

    @Test
    void gives_chances_that_are_the_softmax_of_all_logits() {
        try (NativeContext context = new NativeContext(model, SMALL, () -> false)) {
            int row = prefill(context, 0);
            float[] logits = context.logits(row).toArray(ValueLayout.JAVA_FLOAT);
            BigDecimal sum = BigDecimal.ZERO;
            for (float logit : logits) {
                sum = sum.add(BigDecimal.valueOf(Math.exp(logit)));
            }
            double logSum = Math.log(sum.doubleValue());
            for (int token : new int[] {0, 1, 77, logits.length - 1}) {
                TokenChances chances = context.chances(row, token, 5);
                assertThat(chances.logprob()).isCloseTo(logits[token] - logSum, within(1e-9));
                assertThat(chances.top())
                        .hasSize(5)
                        .allSatisfy(each ->
                                assertThat(each.logprob())
                                        .isCloseTo(logits[each.token()] - logSum, within(1e-9)))
                        .isSortedAccordingTo(
                                Comparator.comparingDouble(TokenChances.Chance::logprob)
                                        .reversed());
            }
        }
    }

    @Test
    void aborts_a_decode_call() {
        AtomicBoolean abort = new AtomicBoolean(true);
        try (NativeContext context = new NativeContext(model, SMALL, abort::get)) {
            context.batch().add(300, 0, 0, true);
            assertThat(context.decode()).isEqualTo(DecodeStatus.ABORTED);
            abort.set(false);
            context.forget(0, 0);
            assertThat(context.decode()).isEqualTo(DecodeStatus.DONE);
        }
    }

    @Test
    void says_when_the_context_is_full() {
        try (NativeContext context = new NativeContext(model, SMALL, () -> false)) {
            DecodeStatus status = DecodeStatus.DONE;
            for (int i = 0; i < context.contextTokens() + 40; i++) {
                context.batch().add(300, i, 0, false);
                if (context.batch().size() == 40) {
                    status = context.decode();
                    context.batch().clear();
                }
            }
            assertThat(status).isEqualTo(DecodeStatus.NO_ROOM);
        }
    }

    @Test
    void embeds_every_token() {
        ContextOptions embeddings = new ContextOptions(64, 64, 64, 1, 1, true);
        try (NativeContext context = new NativeContext(model, embeddings, () -> false)) {
            context.batch().add(300, 0, 0, true);
            context.batch().add(301, 1, 0, true);
            assertThat(context.decode()).isEqualTo(DecodeStatus.DONE);
            assertThat(context.embedding(0)).hasSize(32).isNotEqualTo(context.embedding(1));
        }
    }

    @Test
    void guards_what_native_code_would_not_survive() throws Exception {
        try (NativeContext context = new NativeContext(model, SMALL, () -> false)) {
            assertThatThrownBy(context::decode).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> context.logits(0)).isInstanceOf(NativeException.class);
            assertThatThrownBy(model::close).hasMessageContaining("contexts");
            Thread other =
                    new Thread(() ->
                            assertThatThrownBy(context::clear)
                                    .isInstanceOf(WrongThreadException.class));
            CompletableFuture<Throwable> failure = new CompletableFuture<>();
            other.setUncaughtExceptionHandler((_, e) -> failure.complete(e));
            other.start();
            other.join();
            assertThat(failure).isNotDone();
        }
        model.close();
        assertThatThrownBy(() -> model.vocabulary().bos()).hasMessageContaining("closed");
        assertThatThrownBy(() -> new NativeContext(model, SMALL, () -> false))
                .hasMessageContaining("closed");
    }

    @Test
    void refuses_logits_that_are_not_numbers() {
        byte[] nan = new byte[32 * 4];
        for (int i = 0; i < nan.length; i += 4) {
            nan[i + 2] = (byte) 0xc0;
            nan[i + 3] = 0x7f;
        }
        Path file =
                TinyGguf.llama(1)
                        .tensor("output_norm.weight", 0, List.of(32L), nan, null)
                        .write(folder.resolve("nan.gguf"));
        try (NativeModel broken = NativeModel.load(library, file, ModelOptions.DEFAULT, _ -> true);
                NativeContext context = new NativeContext(broken, SMALL, () -> false);
                NativeSampler sampler = new NativeSampler(broken, SamplerOptions.GREEDY)) {
            int row = prefill(context, 0);
            assertThatThrownBy(() -> context.sample(sampler, row))
                    .isInstanceOf(NativeException.class)
                    .hasMessageContaining("not a number");
        }
    }

    private static float at(MemorySegment logits, int token) {
        return logits.getAtIndex(ValueLayout.JAVA_FLOAT, token);
    }

    private static int prefill(NativeContext context, int sequence) {
        TokenBatch batch = context.batch();
        batch.clear();
        batch.add(1, 0, sequence, false);
        int row = batch.add(300, 1, sequence, true);
        assertThat(context.decode()).isEqualTo(DecodeStatus.DONE);
        return row;
    }

    private List<Integer> generate(NativeContext context, int sequence, SamplerOptions options) {
        context.forget(sequence, 0);
        List<Integer> tokens = new ArrayList<>();
        try (NativeSampler sampler = new NativeSampler(model, options)) {
            int row = prefill(context, sequence);
            for (int i = 0; i < 12; i++) {
                int token = context.sample(sampler, row);
                tokens.add(token);
                context.batch().clear();
                row = context.batch().add(token, 2 + i, sequence, true);
                assertThat(context.decode()).isEqualTo(DecodeStatus.DONE);
            }
        }
        return tokens;
    }
}
