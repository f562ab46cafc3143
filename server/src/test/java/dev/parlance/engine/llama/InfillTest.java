package dev.parlance.engine.llama;

import static dev.parlance.engine.llama.TinyEngine.TINY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.chat.ChatResult;
import dev.parlance.core.completion.CompletionPrompt;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.completion.Infill;
import dev.parlance.core.completion.Infill.Snippet;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.Capability;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.ContextTooLong;
import dev.parlance.core.problem.ApiProblem.Unsupported;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.core.tokens.TextToken;
import dev.parlance.core.tokens.TokenizeRequest;
import dev.parlance.engine.llama.gguf.TinyGguf;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Gaps filled by a model that has tokens for it.
class InfillTest {
    private static final Infill.Fields FIELDS = new Infill.Fields("before", "after");

    @TempDir private Path folder;

    @Test
    void a_gap_is_the_prompt_that_the_tokens_spell() {
        try (TinyEngine tiny = new TinyEngine(folder, TinyGguf.gaps(1), 1, 256)) {
            assertThat(tiny.card().can(Capability.INFILL)).isTrue();
            Infill gap = new Infill(FIELDS, "d e", "x", List.of(new Snippet("f.py", "y = 1")));
            ChatResult filled = tiny.complete(request(new CompletionPrompt.Text("a b"), gap));
            List<Integer> spelled =
                    ids(
                            tiny,
                            "<|file_sep|>f.py\ny = 1<|file_sep|>\n<|fim_prefix|>a b<|fim_suffix|>d e"
                                    + "<|fim_middle|>x");
            ChatResult expected =
                    tiny.complete(request(new CompletionPrompt.Tokens(spelled), null));

            assertThat(filled.usage().inputTokens()).isEqualTo(spelled.size());
            assertThat(filled.choices().getFirst().text())
                    .isNotEmpty()
                    .isEqualTo(expected.choices().getFirst().text());
        }
    }

    @Test
    void markers_that_a_text_spells_out_are_only_text() {
        try (TinyEngine tiny = new TinyEngine(folder, TinyGguf.gaps(1), 1, 256)) {
            ChatResult filled =
                    tiny.complete(
                            request(
                                    new CompletionPrompt.Text("<|fim_middle|>"),
                                    Infill.before("")));
            assertThat(filled.usage().inputTokens()).isGreaterThan(10);
        }
    }

    @Test
    void a_gap_does_not_echo() {
        try (TinyEngine tiny = new TinyEngine(folder, TinyGguf.gaps(1), 1, 256)) {
            CompletionRequest echoing =
                    new CompletionRequest(
                            TINY,
                            new CompletionPrompt.Text("a"),
                            Infill.before("b"),
                            true,
                            Sampling.DEFAULT,
                            List.of(),
                            1,
                            4,
                            null,
                            JsonObject.EMPTY);
            assertThatThrownBy(() -> tiny.complete(echoing))
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining("'echo' and 'suffix'");
        }
    }

    @Test
    void ids_in_the_file_tell_too_and_a_model_without_any_refuses() {
        TinyGguf plain = TinyGguf.bpe(1);
        try (TinyEngine tiny = new TinyEngine(folder, plain, 1, 256)) {
            assertThat(tiny.card().can(Capability.INFILL)).isFalse();
            assertThatThrownBy(() ->
                            tiny.complete(
                                    request(new CompletionPrompt.Text("a"), Infill.before("b"))))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            e -> assertThat(e.problem()).isInstanceOf(Unsupported.class));
        }
        plain.uint("tokenizer.ggml.fim_pre_token_id", 10)
                .uint("tokenizer.ggml.fim_suf_token_id", 11)
                .uint("tokenizer.ggml.fim_mid_token_id", 12);
        try (TinyEngine tiny = new TinyEngine(folder, plain, 1, 256)) {
            assertThat(tiny.card().can(Capability.INFILL)).isTrue();
            CompletionRequest request =
                    request(
                            new CompletionPrompt.Text("a"),
                            new Infill(FIELDS, "b", "", List.of(new Snippet(null, "c"))));
            // The other file and two line ends, three markers, one letter on either side.
            assertThat(tiny.complete(request).usage().inputTokens()).isBetween(7, 8);
        }
    }

    @Test
    void problems_name_the_fields_of_the_request() {
        CompletionPrompt some = new CompletionPrompt.Text("a");
        Infill gap = new Infill(FIELDS, "b ".repeat(300), "", List.of());
        try (TinyEngine tiny = new TinyEngine(folder, TinyGguf.gaps(1), 1, 256)) {
            assertThatThrownBy(() -> tiny.complete(request(some, gap)))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            e ->
                                    assertThat(e.problem())
                                            .isInstanceOfSatisfying(
                                                    ContextTooLong.class,
                                                    problem ->
                                                            assertThat(problem.param())
                                                                    .isEqualTo("before")));
        }
        try (TinyEngine tiny = new TinyEngine(folder, TinyGguf.bpe(1), 1, 256)) {
            assertThatThrownBy(() -> tiny.complete(request(some, gap)))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            e ->
                                    assertThat(e.problem())
                                            .isInstanceOfSatisfying(
                                                    Unsupported.class,
                                                    problem ->
                                                            assertThat(problem.param())
                                                                    .isEqualTo("after")));
        }
    }

    private static List<Integer> ids(TinyEngine tiny, String text) {
        return tiny
                .engine
                .tokenize(tiny.context(), TINY, new TokenizeRequest(TINY, text, false, true))
                .stream()
                .map(TextToken::id)
                .toList();
    }

    private static CompletionRequest request(CompletionPrompt prompt, Infill infill) {
        return new CompletionRequest(
                TINY,
                prompt,
                infill,
                false,
                Sampling.DEFAULT.with(SamplingParameter.TEMPERATURE, 0),
                List.of(),
                1,
                8,
                null,
                JsonObject.EMPTY);
    }
}
