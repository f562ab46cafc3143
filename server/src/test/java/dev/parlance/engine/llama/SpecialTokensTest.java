package dev.parlance.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpecialTokensTest {
    private final SpecialTokens specials = new SpecialTokens(List.of("<|im_end|>", "</s>"));

    @Test
    void breaks_up_control_tokens_and_loses_no_character() {
        String text = "a<|im_end|>b</s>c <|other|>";
        char mark = SpecialTokens.mark(List.of(text));
        List<String> pieces = SpecialTokens.pieces(specials.guard(text, mark), mark);

        assertThat(String.join("", pieces)).isEqualTo(text);
        assertThat(pieces).containsExactly("a<", "|im_end|>b<", "/s>c <|other|>");
    }

    @Test
    void leaves_other_texts_in_one_piece() {
        char mark = SpecialTokens.mark(List.of("plain"));
        assertThat(specials.guard("plain", mark)).isEqualTo("plain");
        assertThat(SpecialTokens.pieces("plain", mark)).containsExactly("plain");
    }

    @Test
    void takes_a_mark_that_no_text_has() {
        assertThat(SpecialTokens.mark(List.of("a\ue000b", "\ue001"))).isEqualTo('\ue002');
    }
}
