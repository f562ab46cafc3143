package dev.parlance.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.Calls;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Disposition;
import dev.parlance.core.chat.ChatAccumulator;
import dev.parlance.core.chat.ChatResult;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.completion.CompletionPrompt;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Samplers with real weights, through the whole engine.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LlamaSamplingTest {
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime());
    private static final int TOKENS = 24;

    private LlamaEngine engine;

    @BeforeAll
    void open() {
        engine = BuiltinSubject.engine();
    }

    @AfterAll
    void close() {
        engine.close();
    }

    private ChatResult complete(CallContext context, Sampling sampling, int n) {
        CompletionRequest request =
                new CompletionRequest(
                        BuiltinSubject.MODEL,
                        new CompletionPrompt.Text("The weather in Paris is"),
                        null,
                        false,
                        sampling,
                        List.of(),
                        n,
                        TOKENS,
                        null,
                        JsonObject.EMPTY);
        try (ChatStream stream = engine.complete(context, BuiltinSubject.MODEL, request)) {
            return ChatAccumulator.drain(stream);
        }
    }

    private ChatResult.Choice complete(Sampling sampling) {
        return complete(Calls.any(), sampling, 1).choices().getFirst();
    }

    @Test
    void survives_both_ends_of_every_parameter() {
        for (SamplingParameter parameter : SamplingParameter.values()) {
            for (double value : new double[] {parameter.min(), parameter.max()}) {
                Sampling sampling =
                        Sampling.DEFAULT
                                .with(SamplingParameter.DRY_MULTIPLIER, 0.8)
                                .with(SamplingParameter.XTC_PROBABILITY, 0.5)
                                .with(parameter, value);
                boolean divides =
                        parameter == SamplingParameter.REPETITION_PENALTY
                                || parameter == SamplingParameter.ENCODER_REPETITION_PENALTY;
                if (divides && value == 0) {
                    assertThatThrownBy(() -> complete(sampling))
                            .isInstanceOf(ApiException.class)
                            .hasMessageContaining(parameter.wireName());
                } else {
                    assertThat(complete(sampling).finishReason())
                            .as("%s %f", parameter, value)
                            .isIn(FinishReason.STOP, FinishReason.LENGTH);
                }
            }
        }
    }

    @Test
    void writes_the_same_text_from_the_same_seed_whatever_the_samplers() {
        Random random = new Random(SEED);
        for (int round = 0; round < 10; round++) {
            Map<SamplingParameter, Double> values = new EnumMap<>(SamplingParameter.class);
            for (SamplingParameter parameter : SamplingParameter.values()) {
                double span = Math.min(2, parameter.max() - parameter.min());
                double value = Math.max(0.1, parameter.min()) + random.nextDouble() * span;
                if (random.nextInt(3) == 0 && value <= parameter.max()) {
                    values.put(parameter, parameter.integral() ? Math.rint(value) : value);
                }
            }
            Sampling sampling = new Sampling(values, (long) round, Map.of());
            assertThat(complete(sampling).text())
                    .as("-Dtests.seed=%d %s", SEED, values)
                    .isEqualTo(complete(sampling).text());
        }
    }

    @Test
    void writes_no_banned_token_and_no_end() {
        Sampling greedy = Sampling.DEFAULT.with(SamplingParameter.TEMPERATURE, 0);
        assertThat(complete(greedy.withBans(Set.of(), true)).finishReason())
                .isEqualTo(FinishReason.LENGTH);
        Sampling long24 = greedy.with(SamplingParameter.MIN_TOKENS, TOKENS);
        assertThat(complete(long24).finishReason()).isEqualTo(FinishReason.LENGTH);
        Sampling outside = greedy.withBans(Set.of(9_999_999), false);
        assertThatThrownBy(() -> complete(outside))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("custom_token_bans");
    }

    @Test
    void reports_what_mirostat_does_instead() {
        CallContext context = Calls.any();
        Sampling mirostat =
                Sampling.DEFAULT
                        .with(SamplingParameter.MIROSTAT, 2)
                        .with(SamplingParameter.TOP_K, 7);
        assertThat(complete(context, mirostat, 2).choices()).hasSize(2);
        assertThat(context.dispositions().entries())
                .extracting(Disposition::field)
                .containsExactly("top_k");
    }
}
