package dev.parlance.engine.llama;

import static dev.parlance.engine.llama.TinyEngine.TINY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.completion.CompletionPrompt;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.AdapterUse;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.engine.llama.gguf.TinyGguf;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Choices with different adapters, which take turns.
class AdapterGroupsTest {
    private static final String QUERY = "blk.0.attn_q.weight";

    @TempDir private Path folder;

    /// Holds the model's thread after the first token of a reply, until there is another request.
    private static final class Hold extends MeterProbe {
        private final CountDownLatch writing = new CountDownLatch(1);
        private final CountDownLatch waiting = new CountDownLatch(1);
        private int largestPrompt;

        @Override
        public void computed(ModelId model, Computation step) {
            if (writing.getCount() == 0) {
                largestPrompt = Math.max(largestPrompt, step.promptTokens());
            } else if (step.outputTokens() > 0) {
                writing.countDown();
                await(waiting);
            }
        }

        private static void await(CountDownLatch latch) {
            try {
                assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void a_prompt_delays_replies_with_other_adapters_by_one_chunk_too() {
        Random random = new Random(1);
        TinyGguf.adapter(4)
                .half(QUERY + ".lora_a", 32, 2, random)
                .half(QUERY + ".lora_b", 2, 32, random)
                .write(folder.resolve("one.gguf"));
        Hold hold = new Hold();
        try (TinyEngine tiny = new TinyEngine(folder, TinyGguf.llama(7), 2, 512, hold)) {
            var _ = tiny.engine.loadAdapter(tiny.context(), TINY, "one", "one.gguf", 0);
            try (ChatStream reply = open(tiny, 8, 40, List.of())) {
                Hold.await(hold.writing);
                try (ChatStream prompt = open(tiny, 400, 1, List.of(new AdapterUse(0, null, 1)))) {
                    hold.waiting.countDown();
                    assertThat(outputTokens(prompt)).isOne();
                }
                assertThat(outputTokens(reply)).isEqualTo(40);
            }
        }

        assertThat(hold.largestPrompt).isBetween(1, Batching.DEFAULT.promptChunk());
    }

    private static ChatStream open(
            TinyEngine tiny, int promptTokens, int maxTokens, List<AdapterUse> uses) {
        CompletionRequest request =
                new CompletionRequest(
                        TINY,
                        new CompletionPrompt.Tokens(Collections.nCopies(promptTokens, 20)),
                        null,
                        false,
                        Sampling.DEFAULT
                                .with(SamplingParameter.TEMPERATURE, 0)
                                .withLogitBias(Map.of(2, -100.0)),
                        List.of(),
                        1,
                        maxTokens,
                        null,
                        JsonObject.EMPTY.with(AdapterUse.FIELD, AdapterUse.write(uses)));
        return tiny.engine.complete(tiny.context(), TINY, request);
    }

    private static int outputTokens(ChatStream stream) {
        while (true) {
            if (stream.next() instanceof ChatEvent.Finished(_, var usage)) {
                return usage.outputTokens();
            }
        }
    }
}
