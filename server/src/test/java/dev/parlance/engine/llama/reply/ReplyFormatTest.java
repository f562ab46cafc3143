package dev.parlance.engine.llama.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Formats by what public templates hold; the texts here are only the parts that tell.
class ReplyFormatTest {
    private static ReplyFormat detect(String template) {
        return ReplyFormat.detect(template, template.contains("tools"), _ -> false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "hermes ~ {% if tools %} in <tool_call></tool_call> tags: {\"name\": ...}",
                "qwen3-coder ~ {% if tools %}<tool_call> <function=f> <parameter=p>",
                "llama3 ~ {% if tools %}Environment: ipython {\"name\": .., \"parameters\": ..}",
                "llama3 ~ {% if tools %}{{ '<|python_tag|>' }}",
                "mistral ~ {% if tools %}[AVAILABLE_TOOLS]{% endif %}[TOOL_CALLS] [",
                "deepseek ~ {% for t in m.tools %}<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>",
                "kimi ~ {% if tools %}<|tool_calls_section_begin|>",
                "functionary-3.1 ~ {% if tools %}<function=name>{\"a\": 1}</function> <|python_tag|>",
                "functionary-3.2 ~ {% if tools %}>>>all >>>{{ name }}",
                "glm ~ {% if tools %}<tool_call>{f}<arg_key>k</arg_key>",
                "seed ~ {% if tools %}<seed:tool_call><function=f><parameter=p>",
                "minimax ~ {% if tools %}<minimax:tool_call><invoke name=",
                "harmony ~ {% if tools %}<|start|>x<|channel|>final<|message|>",
                "command-r ~ {% if tools %}<|START_ACTION|>[",
                "phi ~ {% if tools %}<|tool|><|/tool|> <|tool_call|> <|/tool_call|>",
                "granite ~ {% if tools %}<|tool_call|>[",
                "nemotron ~ {% if tools %}<TOOLCALL>[",
                "json ~ {% if tools %}{{ tools | tojson }}",
                "json ~ <|im_start|>{{ messages }}"
            })
    void a_template_gives_its_format_away(String name, String template) {
        ReplyFormat format = detect(template);
        assertThat(format.name()).isEqualTo(name);
        assertThat(format.takesTools()).isEqualTo(template.contains("tools"));
    }

    @Test
    void a_token_gives_away_what_the_template_does_not_say() {
        ReplyFormat format = ReplyFormat.detect("{{ tools }}", true, "<tool_call>"::equals);
        assertThat(format.name()).isEqualTo("hermes");
        ReplyFormat thinks =
                ReplyFormat.detect("{{ messages }}", false, t -> t.matches("</?think>"));
        assertThat(Objects.requireNonNull(thinks.thoughts()).close()).isEqualTo("</think>");
    }

    @ParameterizedTest
    @CsvSource({
        "m.content.split('</think>'), <think>",
        "<seed:think> </seed:think>, <seed:think>",
        "[THINK] [/THINK], [THINK]",
        "<reasoning>x</reasoning>, <reasoning>"
    })
    void a_template_gives_its_thoughts_away(String template, String open) {
        assertThat(Objects.requireNonNull(detect(template).thoughts()).open()).isEqualTo(open);
        assertThat(detect(template).thinks()).isTrue();
    }

    @Test
    void a_template_without_thoughts_has_none() {
        assertThat(detect("<|im_start|>").thinks()).isFalse();
        assertThat(detect("<|channel|><|message|>").thinks()).isTrue();
    }

    @Test
    void every_format_names_its_markers() {
        assertThat(detect("{{ tools }}[TOOL_CALLS]").markers())
                .containsExactlyInAnyOrder("[TOOL_CALLS]", "[ARGS]", "[CALL_ID]");
        assertThat(detect("{{ tools }}<tool_call></think>").markers())
                .containsExactlyInAnyOrder("<tool_call>", "</tool_call>", "<think>", "</think>");
    }

    @Test
    void only_what_cannot_be_text_holds_a_reply_to_a_call() {
        assertThat(detect("{{ tools }}<tool_call>").calls().triggers())
                .containsExactly("<tool_call>");
        assertThat(detect("{{ tools }}<|START_ACTION|>").calls().triggers()).isEmpty();
        assertThat(detect("{{ tools }}functools[").calls().triggers()).isEmpty();
        assertThat(detect("{{ tools }}ipython").calls().triggers()).isEmpty();
    }
}
