package dev.parlance.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    @Test
    void insertions_deletions_replacements_and_swaps_count_one_each() {
        assertThat(Nearest.distance("model", "model")).isZero();
        assertThat(Nearest.distance("modl", "model")).isEqualTo(1);
        assertThat(Nearest.distance("modell", "model")).isEqualTo(1);
        assertThat(Nearest.distance("modal", "model")).isEqualTo(1);
        assertThat(Nearest.distance("mdoel", "model")).isEqualTo(1);
        assertThat(Nearest.distance("", "model")).isEqualTo(5);
    }

    @Test
    void the_first_of_the_nearest_is_taken() {
        assertThat(Nearest.of("prot", List.of("host", "port"))).isEqualTo("port");
        assertThat(Nearest.of("b", List.of("a", "c"))).isEqualTo("a");
    }
}
