package dev.parlance.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.problem.ApiException;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.engine.llama.sampling.SamplingPlan;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplerRecipeTest {
    private static final ModelSizes SIZES = new ModelSizes(512, 4, 128, 1, true, Batching.DEFAULT);

    private static SamplingPlan plan(Sampling request, Sampling defaults, int choice) {
        return SamplerRecipe.plan(request, defaults, choice, 99, SIZES, 1000);
    }

    @Test
    void prefers_the_request_then_the_configuration_then_llama_cpp() {
        Sampling request = Sampling.DEFAULT.with(SamplingParameter.TOP_K, 5);
        Sampling defaults =
                Sampling.DEFAULT
                        .with(SamplingParameter.TOP_K, 9)
                        .with(SamplingParameter.TEMPERATURE, 0.25)
                        .withLogitBias(Map.of(1, 1.0, 2, 2.0));
        SamplingPlan plan = plan(request.withLogitBias(Map.of(2, -3.0)), defaults, 0);

        assertThat(plan.values().get(SamplingParameter.TOP_K)).isEqualTo(5.0);
        assertThat(plan.values().get(SamplingParameter.TEMPERATURE)).isEqualTo(0.25);
        assertThat(plan.values().get(SamplingParameter.TOP_P)).isEqualTo(0.95);
        assertThat(plan.logitBias()).isEqualTo(Map.of(1, 1f, 2, -3f));
    }

    @Test
    void gives_each_choice_a_seed_of_its_own() {
        Sampling seeded = Sampling.DEFAULT.withSeed(5L);
        assertThat(plan(seeded, Sampling.DEFAULT, 0).seed())
                .isEqualTo(plan(seeded, Sampling.DEFAULT, 0).seed())
                .isNotEqualTo(plan(seeded, Sampling.DEFAULT, 1).seed());
    }

    @Test
    void refuses_what_native_code_would_divide_by_or_index_with() {
        Sampling zero = Sampling.DEFAULT.with(SamplingParameter.REPETITION_PENALTY, 0);
        assertThatThrownBy(() -> plan(zero, Sampling.DEFAULT, 0))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("repetition_penalty");
        Sampling outside = Sampling.DEFAULT.withLogitBias(Map.of(1000, 1.0));
        assertThatThrownBy(() -> plan(outside, Sampling.DEFAULT, 0))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("token id 1000");
    }
}
