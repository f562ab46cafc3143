package dev.parlance.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.problem.ApiException;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.engine.llama.ffm.SamplerOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplerRecipeTest {
    private static final ModelSizes SIZES = new ModelSizes(512, 4, 128, 1, true);

    private static SamplerOptions options(Sampling request, Sampling defaults, int choice) {
        return SamplerRecipe.options(request, defaults, choice, 99, SIZES, 1000);
    }

    @Test
    void prefers_the_request_then_the_configuration_then_llama_cpp() {
        Sampling request = Sampling.DEFAULT.with(SamplingParameter.TOP_K, 5);
        Sampling defaults =
                Sampling.DEFAULT
                        .with(SamplingParameter.TOP_K, 9)
                        .with(SamplingParameter.TEMPERATURE, 0.25)
                        .withLogitBias(Map.of(1, 1.0, 2, 2.0));
        SamplerOptions options = options(request.withLogitBias(Map.of(2, -3.0)), defaults, 0);

        assertThat(options.topK()).isEqualTo(5);
        assertThat(options.temperature()).isEqualTo(0.25f);
        assertThat(options.topP()).isEqualTo(0.95f);
        assertThat(options.logitBias()).isEqualTo(Map.of(1, 1f, 2, -3f));
    }

    @Test
    void gives_each_choice_a_seed_of_its_own_that_is_never_the_native_random_one() {
        Sampling seeded = Sampling.DEFAULT.withSeed(5L);
        assertThat(options(seeded, Sampling.DEFAULT, 0).seed())
                .isEqualTo(options(seeded, Sampling.DEFAULT, 0).seed())
                .isNotEqualTo(options(seeded, Sampling.DEFAULT, 1).seed());
        assertThat(options(Sampling.DEFAULT.withSeed(0xffff_ffffL), Sampling.DEFAULT, 0).seed())
                .isNotEqualTo(-1);
    }

    @Test
    void looks_back_over_the_whole_context_for_a_window_of_minus_one() {
        Sampling whole = Sampling.DEFAULT.with(SamplingParameter.PENALTY_LAST_N, -1);
        assertThat(options(whole, Sampling.DEFAULT, 0).penaltyTokens()).isEqualTo(512);
        Sampling huge = Sampling.DEFAULT.with(SamplingParameter.PENALTY_LAST_N, 1_000_000);
        assertThat(options(huge, Sampling.DEFAULT, 0).penaltyTokens()).isEqualTo(512);
    }

    @Test
    void refuses_what_native_code_would_divide_by_or_index_with() {
        Sampling zero = Sampling.DEFAULT.with(SamplingParameter.REPETITION_PENALTY, 0);
        assertThatThrownBy(() -> options(zero, Sampling.DEFAULT, 0))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("repetition_penalty");
        Sampling outside = Sampling.DEFAULT.withLogitBias(Map.of(1000, 1.0));
        assertThatThrownBy(() -> options(outside, Sampling.DEFAULT, 0))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("token id 1000");
    }
}
