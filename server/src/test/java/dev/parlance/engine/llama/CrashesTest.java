package dev.parlance.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.Overloaded;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CrashesTest {
    private final Crashes crashes = new Crashes("m");

    @Test
    void one_crash_is_forgiven() {
        assertThatCode(crashes::check).doesNotThrowAnyException();
        crashes.note();
        assertThatCode(crashes::check).doesNotThrowAnyException();
    }

    @Test
    void pauses_double_up_to_a_minute() {
        for (int i = 0; i < 40; i++) {
            crashes.note();
        }
        assertThatThrownBy(crashes::check)
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> {
                            assertThat(e.problem()).isInstanceOf(Overloaded.class);
                            Duration wait = ((Overloaded) e.problem()).retryAfter();
                            assertThat(wait)
                                    .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
                            assertThat(e).hasMessageContaining("in " + wait.toSeconds() + " s");
                            assertThat(wait.toNanosPart()).isZero();
                        })
                .hasMessageContaining("'m' crashed 40 times lately");
    }
}
