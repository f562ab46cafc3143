package dev.parlance.dialect.openai;

import static dev.parlance.core.sampling.SamplingParameter.MIN_P;
import static dev.parlance.core.sampling.SamplingParameter.TEMPERATURE;
import static dev.parlance.core.sampling.SamplingParameter.TOP_P;
import static dev.parlance.core.sampling.SamplingParameter.XTC_PROBABILITY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.wire.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the start line says that generations do when their requests do not.
class TextgenDefaultsTest {
    private static final Map<SamplingParameter, Double> STARTED_WITH =
            Map.of(TEMPERATURE, 0.3, XTC_PROBABILITY, 0.2);

    private static Map<SamplingParameter, Double> values(CompatProfile profile, String field) {
        String body =
                "{\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"x\"}]"
                        + field
                        + "}";
        RequestRules rules = RequestRules.of(profile).with(STARTED_WITH);
        return ChatRequestDecoder.decode(Json.parse(body), rules, new Dispositions())
                .request()
                .sampling()
                .values();
    }

    @Test
    void they_stand_between_the_request_and_the_profile() {
        assertThat(values(CompatProfile.TEXTGEN, ""))
                .containsEntry(TEMPERATURE, 0.3)
                .containsEntry(XTC_PROBABILITY, 0.2)
                .containsEntry(TOP_P, 0.95)
                .containsEntry(MIN_P, 0.0);
        assertThat(values(CompatProfile.TEXTGEN_2023, ", \"temperature\": 0.9"))
                .containsEntry(TEMPERATURE, 0.9)
                .containsEntry(XTC_PROBABILITY, 0.2)
                .containsEntry(TOP_P, 1.0);
    }

    @Test
    void other_profiles_leave_it_to_the_model() {
        assertThat(values(CompatProfile.OPENAI, "")).isEmpty();
    }
}
