package dev.parlance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.cli.RunningServer.Loading;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoadProgressTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @Test
    void a_pipe_gets_one_line_for_every_tenth() {
        follow(false, 0.01, 0.02, 0.11, 0.19, 0.5, 0.99);
        assertThat(text())
                .isEqualTo("Loading m: 1 %\nLoading m: 11 %\nLoading m: 50 %\nLoading m: 99 %\n");
    }

    @Test
    void a_terminal_gets_a_bar_that_goes_away() {
        follow(true, 0.5);
        assertThat(text())
                .startsWith("\rm [" + "#".repeat(15) + "-".repeat(15) + "] 50 %")
                .endsWith("\r");
    }

    @Test
    void a_load_that_is_over_at_once_is_not_worth_a_word() {
        follow(true);
        follow(false);
        assertThat(text()).isEmpty();
    }

    @Test
    void an_interrupt_ends_it_and_is_kept() {
        new LoadProgress(terminal(false))
                .follow(
                        () -> Optional.of(new Loading("m", 0.5)),
                        () -> {
                            throw new InterruptedException();
                        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(text()).isEmpty();
    }

    private void follow(boolean interactive, Double... steps) {
        Iterator<Double> left = Arrays.asList(steps).iterator();
        new LoadProgress(terminal(interactive))
                .follow(
                        () ->
                                left.hasNext()
                                        ? Optional.of(new Loading("m", left.next()))
                                        : Optional.empty(),
                        () -> {});
    }

    private Terminal terminal(boolean interactive) {
        PrintStream err = new PrintStream(shown, true, StandardCharsets.UTF_8);
        return new Terminal(new BufferedReader(new StringReader("")), err, err, interactive);
    }

    private String text() {
        return shown.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
