package dev.parlance.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNumber;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeepAliveTest {
    @ParameterizedTest
    @CsvSource({
        "10m, 600000",
        "1h30m, 5400000",
        "1.5h, 5400000",
        "300ms, 300",
        "90, 90000",
        "0, 0",
        "0s, 0",
        "2h0m5s, 7205000"
    })
    void reads_times(String text, long millis) {
        assertThat(KeepAlive.parse(text)).isEqualTo(KeepAlive.of(Duration.ofMillis(millis)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"forever", "-1", "-5m", "-1h30m", "-9000h"})
    void whatever_is_negative_is_forever(String text) {
        assertThat(KeepAlive.parse(text)).isEqualTo(KeepAlive.FOREVER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "soon",
                "1d",
                "5m ",
                "m",
                "1h-5m",
                "--1",
                "1e3",
                "99999999999h",
                "9000h"
            })
    void refuses_what_is_no_time_or_too_long(String text) {
        assertThatThrownBy(() -> KeepAlive.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("is ");
    }

    @Test
    void reads_numbers_of_seconds() {
        assertThat(number("0")).isEqualTo(KeepAlive.of(Duration.ZERO));
        assertThat(number("1.5")).isEqualTo(KeepAlive.of(Duration.ofMillis(1500)));
        assertThat(number("-1")).isEqualTo(KeepAlive.FOREVER);
        assertThat(number("-1e999999")).isEqualTo(KeepAlive.FOREVER);
        assertThatThrownBy(() -> number("1e999999")).hasMessageContaining("longer than 366 days");
        assertThatThrownBy(() -> KeepAlive.read(new JsonBoolean(true)))
                .hasMessageStartingWith("is not a time");
        assertThatThrownBy(() -> KeepAlive.read(JsonValue.JsonNull.INSTANCE))
                .hasMessageStartingWith("is not a time");
    }

    private static KeepAlive number(String text) {
        return KeepAlive.read(new JsonNumber(new BigDecimal(text)));
    }

    @Test
    void what_it_prints_it_reads() {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            long millis = random.nextLong(KeepAlive.LONGEST.toMillis());
            Duration time = Duration.ofMillis(i % 2 == 0 ? millis : millis / 1000 * 1000);
            KeepAlive keepAlive = KeepAlive.of(time);
            assertThat(KeepAlive.parse(keepAlive.toString()))
                    .as("-Dtests.seed=%d", seed)
                    .isEqualTo(keepAlive);
        }
        assertThat(KeepAlive.parse(KeepAlive.FOREVER.toString())).isEqualTo(KeepAlive.FOREVER);
    }
}
