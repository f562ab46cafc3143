package dev.parlance.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.problem.ApiException;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.engine.llama.sampling.BreakerIndex;
import dev.parlance.engine.llama.sampling.DryBreakers;
import dev.parlance.engine.llama.sampling.ModelTokens;
import dev.parlance.engine.llama.sampling.SamplingPlan;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SamplerRecipeTest {
    private static SamplingPlan plan(Sampling request, Sampling defaults, int choice) {
        Sampling merged = SamplerRecipe.merged(request, defaults);
        SamplerRecipe.check(merged, 1000);
        BreakerIndex none = new BreakerIndex(0, _ -> new byte[0], _ -> new int[0]);
        ModelTokens tokens = new ModelTokens(1000, Set.of(2), none);
        return new SamplerRecipe(merged, tokens, DryBreakers.NONE, 512).plan(choice, 99);
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

        assertThat(plan.sampling().value(SamplingParameter.TOP_K, 0)).isEqualTo(5.0);
        assertThat(plan.sampling().value(SamplingParameter.TEMPERATURE, 0)).isEqualTo(0.25);
        assertThat(plan.sampling().value(SamplingParameter.TOP_P, 0)).isEqualTo(0.95);
        assertThat(plan.sampling().logitBias()).isEqualTo(Map.of(1, 1.0, 2, -3.0));
    }

    @Test
    void gives_each_choice_a_seed_of_its_own() {
        Sampling seeded = Sampling.DEFAULT.withSeed(5L);
        assertThat(plan(seeded, Sampling.DEFAULT, 0).seed())
                .isEqualTo(plan(seeded, Sampling.DEFAULT, 0).seed())
                .isNotEqualTo(plan(seeded, Sampling.DEFAULT, 1).seed());
    }

    @Test
    void refuses_what_the_samplers_would_divide_by_or_index_with() {
        Sampling zero = Sampling.DEFAULT.with(SamplingParameter.REPETITION_PENALTY, 0);
        assertThatThrownBy(() -> plan(zero, Sampling.DEFAULT, 0))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("repetition_penalty");
        Sampling outside = Sampling.DEFAULT.withLogitBias(Map.of(1000, 1.0));
        assertThatThrownBy(() -> plan(outside, Sampling.DEFAULT, 0))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("token id 1000");
    }

    @Test
    void joins_the_bans_of_request_and_configuration() {
        Sampling request = Sampling.DEFAULT.withBans(Set.of(1), false);
        Sampling defaults = Sampling.DEFAULT.withBans(Set.of(2), true);
        assertThat(plan(request, defaults, 0).sampling().bannedTokens())
                .containsExactlyInAnyOrder(1, 2);
        assertThat(plan(request, defaults, 0).sampling().endBanned()).isTrue();
        Sampling outside = Sampling.DEFAULT.withBans(Set.of(1000), false);
        assertThatThrownBy(() -> plan(outside, Sampling.DEFAULT, 0))
                .hasMessageContaining("custom_token_bans");
    }
}
