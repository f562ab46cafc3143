package dev.parlance.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.chat.TokenLogprob;
import dev.parlance.engine.llama.Step.Text;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextFlowTest {
    private static TokenLogprob logprob(String token) {
        return new TokenLogprob(token, List.of(), -1, List.of());
    }

    private static @Nullable Text add(TextFlow flow, String piece) {
        return flow.add(piece.getBytes(StandardCharsets.UTF_8), logprob(piece));
    }

    private static List<String> tokens(@Nullable Text step) {
        return Objects.requireNonNull(step).logprobs().stream().map(TokenLogprob::token).toList();
    }

    @Test
    void gives_each_token_with_the_text_it_begins() {
        TextFlow flow = new TextFlow(2, List.of("STOP"));

        Text first = add(flow, "go S");
        assertThat(first).isNotNull();
        assertThat(Objects.requireNonNull(first).choice()).isEqualTo(2);
        assertThat(first.text()).isEqualTo("go ");
        assertThat(tokens(first)).containsExactly("go S");
        assertThat(add(flow, "T")).isNull();
        Text second = add(flow, "art");
        assertThat(Objects.requireNonNull(second).text())
                .isEqualTo("START".substring(0, 2) + "art");
        assertThat(tokens(second)).containsExactly("T", "art");
    }

    @Test
    void leaves_out_tokens_that_belong_to_the_stop_sequence() {
        TextFlow flow = new TextFlow(0, List.of("STOP"));
        assertThat(tokens(add(flow, "a"))).containsExactly("a");
        assertThat(add(flow, "ST")).isNull();
        assertThat(add(flow, "OP")).isNull();
        assertThat(flow.stopped()).isTrue();
        assertThat(flow.finish()).isNull();
    }

    @Test
    void gives_what_was_held_back_at_the_end_with_all_its_tokens() {
        TextFlow flow = new TextFlow(0, List.of("STOP"));
        assertThat(add(flow, "ST")).isNull();
        assertThat(add(flow, "")).isNull();
        Text rest = flow.finish();
        assertThat(Objects.requireNonNull(rest).text()).isEqualTo("ST");
        assertThat(tokens(rest)).containsExactly("ST", "");
    }

    @Test
    void waits_for_whole_characters() {
        TextFlow flow = new TextFlow(0, List.of());
        byte[] bytes = "é".getBytes(StandardCharsets.UTF_8);
        assertThat(flow.add(new byte[] {bytes[0]}, logprob("1"))).isNull();
        Text step = flow.add(new byte[] {bytes[1]}, logprob("2"));
        assertThat(Objects.requireNonNull(step).text()).isEqualTo("é");
        assertThat(tokens(step)).containsExactly("1", "2");
    }
}
