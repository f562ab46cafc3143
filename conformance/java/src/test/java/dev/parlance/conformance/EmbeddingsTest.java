package dev.parlance.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import com.openai.client.OpenAIClient;
import com.openai.errors.BadRequestException;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams.EncodingFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddingsTest {
    private static EmbeddingCreateParams.Builder params() {
        return EmbeddingCreateParams.builder().model(Server.MODEL);
    }

    @Test
    void says_the_same_in_floats_and_base64() {
        OpenAIClient client = Server.real();
        List<Float> packed = vector(client, params().input("Hello"));
        List<Float> floats =
                vector(client, params().input("Hello").encodingFormat(EncodingFormat.FLOAT));
        assertThat(packed).hasSameSizeAs(floats).hasSizeGreaterThan(8);
        for (int i = 0; i < packed.size(); i++) {
            assertThat(packed.get(i)).isCloseTo(floats.get(i), within(1e-6f));
        }
    }

    @Test
    void embeds_many_texts_in_order() {
        CreateEmbeddingResponse reply =
                Server.real()
                        .embeddings()
                        .create(params().inputOfArrayOfStrings(List.of("one", "two")).build());
        assertThat(reply.data()).extracting(item -> item.index()).containsExactly(0L, 1L);
        assertThat(reply.usage().promptTokens()).isPositive();
    }

    @Test
    void gives_the_dimensions_asked_for() {
        OpenAIClient client = Server.scripted();
        var params = params().model(Server.SCRIPTED_MODEL).input("Hello").dimensions(16);
        assertThat(vector(client, params)).hasSize(16);
    }

    @Test
    void refuses_an_empty_text() {
        OpenAIClient client = Server.real();
        BadRequestException problem =
                catchThrowableOfType(
                        BadRequestException.class,
                        () -> client.embeddings().create(params().input("").build()));
        assertThat(problem.param().orElseThrow()).startsWith("input");
    }

    private static List<Float> vector(OpenAIClient client, EmbeddingCreateParams.Builder params) {
        return client.embeddings().create(params.build()).data().get(0).embedding();
    }
}
