package dev.parlance.engine.llama;

import static dev.parlance.engine.llama.TinyEngine.TINY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.parlance.core.chat.ChatAccumulator;
import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatResult;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.chat.TokenLogprob;
import dev.parlance.core.completion.CompletionPrompt;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.AdapterCard;
import dev.parlance.core.model.AdapterUse;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.engine.llama.gguf.TinyGguf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// LoRA adapters beside a model: what they change, and that they come and go without harm.
class AdapterTest {
    private static final String DOWN = "blk.0.ffn_down.weight";
    private static final String QUERY = "blk.0.attn_q.weight";
    private static final float ALPHA = 4;
    private static final int RANK = 2;

    @TempDir private Path folder;
    @TempDir private Path other;

    private static TinyGguf adapter(long seed) {
        Random random = new Random(seed);
        return TinyGguf.adapter(ALPHA)
                .half(DOWN + ".lora_a", 64, RANK, random)
                .half(DOWN + ".lora_b", RANK, 32, random)
                .half(QUERY + ".lora_a", 32, RANK, random)
                .half(QUERY + ".lora_b", RANK, 32, random);
    }

    /// The model with the adapter's change added to its weights.
    private static TinyGguf merged(TinyGguf model, TinyGguf adapter, double scale) {
        for (String name : List.of(DOWN, QUERY)) {
            float[] weight = model.floats(name);
            float[] a = adapter.floats(name + ".lora_a");
            float[] b = adapter.floats(name + ".lora_b");
            int in = a.length / RANK;
            for (int row = 0; row < b.length / RANK; row++) {
                for (int column = 0; column < in; column++) {
                    double change = 0;
                    for (int k = 0; k < RANK; k++) {
                        change += (double) b[row * RANK + k] * a[k * in + column];
                    }
                    weight[row * in + column] += (float) (scale * ALPHA / RANK * change);
                }
            }
            model.floats(name, weight);
        }
        return model;
    }

    private TinyEngine open() {
        adapter(1).write(folder.resolve("one.gguf"));
        adapter(2).write(folder.resolve("two.gguf"));
        TinyEngine tiny = new TinyEngine(folder, TinyGguf.llama(7), 4, 256);
        assertThat(load(tiny, "one", "one.gguf", 0).id()).isZero();
        assertThat(load(tiny, "two", "two.gguf", 0).id()).isEqualTo(1);
        return tiny;
    }

    private static AdapterCard load(TinyEngine tiny, String name, String path, double scale) {
        return tiny.engine.loadAdapter(tiny.context(), TINY, name, path, scale);
    }

    @Test
    void an_adapter_is_no_model() {
        try (TinyEngine tiny = open()) {
            assertThat(tiny.engine.models()).hasSize(1);
        }
    }

    @Test
    void a_scaled_adapter_computes_what_merged_weights_compute() {
        for (double scale : new double[] {1, 0.5, -1}) {
            List<TokenLogprob> adapted;
            List<TokenLogprob> plain;
            try (TinyEngine tiny = open()) {
                adapted = score(tiny, List.of(new AdapterUse(null, "one", scale)));
                plain = score(tiny, List.of(new AdapterUse(0, null, 0)));
            }
            TinyGguf model = merged(TinyGguf.llama(7), adapter(1), scale);
            try (TinyEngine tiny = new TinyEngine(other, model, 1, 256)) {
                List<TokenLogprob> expected = score(tiny, null);
                double apart = 0;
                for (int i = 1; i < expected.size(); i++) {
                    assertThat(adapted.get(i).logprob())
                            .isCloseTo(expected.get(i).logprob(), within(5e-3));
                    apart += Math.abs(plain.get(i).logprob() - expected.get(i).logprob());
                }
                assertThat(apart).isGreaterThan(0.1);
            }
        }
    }

    @Test
    void requests_with_different_adapters_run_at_once_and_share_nothing() throws Exception {
        List<@Nullable List<AdapterUse>> wishes = new ArrayList<>();
        wishes.add(null);
        wishes.add(List.of(new AdapterUse(0, null, 1)));
        wishes.add(List.of(new AdapterUse(1, null, 1)));
        wishes.add(List.of(new AdapterUse(0, null, 0.5), new AdapterUse(1, null, 2)));
        try (TinyEngine tiny = open();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<String> alone = new ArrayList<>();
            for (List<AdapterUse> wish : wishes) {
                alone.add(text(tiny.complete(request("The same prompt for all", 40, wish))));
            }
            assertThat(alone).doesNotHaveDuplicates();
            List<Callable<String>> calls = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                List<AdapterUse> wish = wishes.get(i % wishes.size());
                calls.add(() -> text(tiny.complete(request("The same prompt for all", 40, wish))));
            }
            List<Future<String>> together = callers.invokeAll(calls);
            for (int i = 0; i < together.size(); i++) {
                assertThat(together.get(i).get()).isEqualTo(alone.get(i % alone.size()));
            }
        }
    }

    @Test
    void set_scales_work_on_requests_that_do_not_say() {
        try (TinyEngine tiny = open()) {
            String plain = text(tiny.complete(request("hello", 20, null)));
            String one =
                    text(tiny.complete(request("hello", 20, List.of(new AdapterUse(0, null, 1)))));
            tiny.engine.scaleAdapters(
                    tiny.context(), TINY, List.of(new AdapterUse(null, "one", 1)));
            assertThat(text(tiny.complete(request("hello", 20, null)))).isEqualTo(one);
            assertThat(text(tiny.complete(request("hello", 20, List.of())))).isEqualTo(plain);
            assertThat(tiny.engine.adapters(tiny.context(), TINY))
                    .containsExactly(
                            new AdapterCard(0, "one", "one.gguf", 1),
                            new AdapterCard(1, "two", "two.gguf", 0));
        }
    }

    @Test
    void an_adapter_removed_in_use_serves_to_the_end_and_is_gone_then() {
        List<AdapterUse> one = List.of(new AdapterUse(null, "one", 1));
        try (TinyEngine tiny = open()) {
            String expected = text(tiny.complete(request("hello", 200, one)));
            try (ChatStream running =
                    tiny.engine.complete(tiny.context(), TINY, request("hello", 200, one))) {
                ChatAccumulator reply = new ChatAccumulator();
                ChatEvent first = running.next();
                reply.add(first);
                tiny.engine.removeAdapter(tiny.context(), TINY, "one");
                while (running.hasNext()) {
                    reply.add(running.next());
                }
                assertThat(text(reply.result())).isEqualTo(expected);
            } catch (ApiException e) {
                // It may not have had its slot yet.
                assertThat(e.problem()).isInstanceOf(InvalidRequest.class);
            }
            assertThatThrownBy(() -> tiny.complete(request("hello", 5, one)))
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining("no adapter 'one'");
            assertThat(load(tiny, "one", "one.gguf", 0).id()).isEqualTo(2);
            assertThat(text(tiny.complete(request("hello", 200, one)))).isEqualTo(expected);
        }
    }

    @Test
    void what_does_not_fit_is_refused_and_the_model_serves_on() {
        Random random = new Random(3);
        List<TinyGguf> wrong =
                List.of(
                        TinyGguf.adapter(ALPHA)
                                .half(DOWN + ".lora_a", 63, RANK, random)
                                .half(DOWN + ".lora_b", RANK, 32, random),
                        TinyGguf.adapter(ALPHA)
                                .half(DOWN + ".lora_a", 64, RANK, random)
                                .half(DOWN + ".lora_b", RANK + 1, 32, random),
                        adapter(1).without(DOWN + ".lora_b"),
                        adapter(1).text("general.architecture", "qwen2"),
                        adapter(1).text("adapter.type", "other"),
                        adapter(1).without("adapter.lora.alpha"),
                        TinyGguf.adapter(ALPHA),
                        TinyGguf.adapter(ALPHA)
                                .half("blk.9.attn_q.weight.lora_a", 32, RANK, random)
                                .half("blk.9.attn_q.weight.lora_b", RANK, 32, random),
                        TinyGguf.llama(1));
        try (TinyEngine tiny = open()) {
            for (TinyGguf file : wrong) {
                file.write(folder.resolve("wrong.gguf"));
                assertThatThrownBy(() -> load(tiny, "wrong", "wrong.gguf", 1))
                        .isInstanceOfSatisfying(
                                ApiException.class,
                                e -> assertThat(e.problem()).isInstanceOf(InvalidRequest.class));
            }
            for (String path : List.of("../x.gguf", "none.gguf", "/etc/passwd", "one")) {
                assertThatThrownBy(() -> load(tiny, "x", path, 1))
                        .isInstanceOf(ApiException.class)
                        .hasMessageNotContaining(folder.toString());
            }
            assertThatThrownBy(() -> load(tiny, "one", "one.gguf", 1))
                    .hasMessageContaining("already");
            assertThat(tiny.engine.adapters(tiny.context(), TINY)).hasSize(2);
            assertThat(text(tiny.complete(request("hello", 5, null)))).isNotNull();
        }
    }

    private static String text(ChatResult result) {
        return result.choices().getFirst().text();
    }

    private static List<TokenLogprob> score(TinyEngine tiny, @Nullable List<AdapterUse> uses) {
        CompletionRequest request =
                new CompletionRequest(
                        TINY,
                        new CompletionPrompt.Text("score these few tokens"),
                        null,
                        true,
                        Sampling.DEFAULT,
                        List.of(),
                        1,
                        0,
                        0,
                        extensions(uses));
        return tiny.complete(request).choices().getFirst().logprobs();
    }

    private static CompletionRequest request(
            String prompt, int maxTokens, @Nullable List<AdapterUse> uses) {
        return new CompletionRequest(
                TINY,
                new CompletionPrompt.Text(prompt),
                null,
                false,
                Sampling.DEFAULT.with(SamplingParameter.TEMPERATURE, 0),
                List.of(),
                1,
                maxTokens,
                null,
                extensions(uses));
    }

    private static JsonObject extensions(@Nullable List<AdapterUse> uses) {
        return uses == null
                ? JsonObject.EMPTY
                : JsonObject.EMPTY.with(AdapterUse.FIELD, AdapterUse.write(uses));
    }
}
