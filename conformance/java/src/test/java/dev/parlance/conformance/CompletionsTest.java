package dev.parlance.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CompletionsTest {
    private static CompletionCreateParams.Builder complete(String prompt) {
        return CompletionCreateParams.builder().model(Server.MODEL).prompt(prompt).temperature(0);
    }

    @Test
    void completes_whole() {
        Completion reply =
                Server.real().completions().create(complete("Hello").maxTokens(12).build());
        assertThat(reply.choices()).hasSize(1);
        assertThat(reply.usage().orElseThrow().completionTokens()).isBetween(1L, 12L);
    }

    @Test
    void completes_in_a_stream() {
        // The client calls finish_reason mandatory here, and OpenAI sends null until the last.
        Completion whole =
                Server.real().completions().create(complete("Hello").maxTokens(12).build());
        OpenAIClient client = Server.builder(Server.URL).responseValidation(false).build();
        try (var response =
                client.completions().createStreaming(complete("Hello").maxTokens(12).build())) {
            String text =
                    response.stream()
                            .flatMap(chunk -> chunk.choices().stream())
                            .map(choice -> choice.text())
                            .collect(Collectors.joining());
            assertThat(text).isEqualTo(whole.choices().get(0).text());
        }
    }

    @Test
    void echoes_the_prompt() {
        Completion reply =
                Server.real()
                        .completions()
                        .create(complete("The colour").echo(true).maxTokens(4).build());
        assertThat(reply.choices().get(0).text()).startsWith("The colour");
    }

    @Test
    void plays_the_script() {
        Completion reply =
                Server.scripted()
                        .completions()
                        .create(
                                complete("Once upon a time")
                                        .model(Server.SCRIPTED_MODEL)
                                        .maxTokens(64)
                                        .build());
        assertThat(reply.choices().get(0).text()).isEqualTo(" there was a server.");
    }
}
