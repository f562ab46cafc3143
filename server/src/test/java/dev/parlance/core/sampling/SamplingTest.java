package dev.parlance.core.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplingTest {
    @Test
    void refuses_values_out_of_bounds_by_name() {
        assertThatThrownBy(() -> Sampling.DEFAULT.with(SamplingParameter.TOP_P, 1.1))
                .hasMessageContaining("top_p");
        assertThatThrownBy(() -> Sampling.DEFAULT.with(SamplingParameter.TEMPERATURE, Double.NaN))
                .hasMessageContaining("temperature");
        assertThat(SamplingParameter.TOP_K.accepts(2.5)).isFalse();
        assertThat(SamplingParameter.TOP_K.accepts(-1)).isTrue();
        assertThat(SamplingParameter.TEMPERATURE.accepts(Double.POSITIVE_INFINITY)).isFalse();
    }

    @Test
    void absent_is_not_zero() {
        Sampling greedy = Sampling.DEFAULT.with(SamplingParameter.TEMPERATURE, 0);
        assertThat(greedy.value(SamplingParameter.TEMPERATURE, 0.8)).isZero();
        assertThat(Sampling.DEFAULT.value(SamplingParameter.TEMPERATURE, 0.8)).isEqualTo(0.8);
    }

    @Test
    void copies_share_nothing() {
        Sampling seeded = Sampling.DEFAULT.withSeed(1L).withLogitBias(Map.of(1, 2.0));
        assertThat(Sampling.DEFAULT.seed()).isNull();
        assertThat(seeded.with(SamplingParameter.TOP_K, 3).seed()).isEqualTo(1L);
        assertThat(Sampling.DEFAULT.logitBias()).isEmpty();
    }
}
