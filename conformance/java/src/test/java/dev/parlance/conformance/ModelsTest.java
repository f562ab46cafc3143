package dev.parlance.conformance;

import static dev.parlance.conformance.Server.SCRIPTED_MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.errors.NotFoundException;
import com.openai.models.models.Model;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelsTest {
    @Test
    void lists_and_retrieves_the_models() {
        OpenAIClient client = Server.real();
        List<Model> models = client.models().list().autoPager().stream().toList();
        assertThat(models).isNotEmpty();
        for (Model model : models) {
            assertThat(model.created()).isPositive();
            assertThat(model.ownedBy()).isNotEmpty();
            assertThat(client.models().retrieve(model.id()).id()).isEqualTo(model.id());
        }
    }

    @Test
    void retrieves_an_id_with_a_slash() {
        OpenAIClient client = Server.scripted();
        assertThat(client.models().retrieve(SCRIPTED_MODEL).id()).isEqualTo(SCRIPTED_MODEL);
    }

    @Test
    void says_that_a_model_is_unknown() {
        OpenAIClient client = Server.real();
        NotFoundException problem =
                catchThrowableOfType(
                        NotFoundException.class, () -> client.models().retrieve("no-such-model"));
        assertThat(problem.code()).contains("model_not_found");
        assertThat(problem).hasMessageContaining("no-such-model");
    }
}
