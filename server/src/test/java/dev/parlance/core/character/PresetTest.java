package dev.parlance.core.character;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.wire.Json;
import org.junit.jupiter.api.Test;

class PresetTest {
    private static final Preset CREATIVE =
            Preset.of("Creative", object("{\"min_p\": 0.02, \"xtc_probability\": 0.5}"));

    private static JsonObject object(String json) {
        return (JsonObject) Json.parse(json);
    }

    @Test
    void replaces_every_sampler_also_those_it_does_not_name() {
        JsonObject body =
                CREATIVE.over(
                        object(
                                """
                                {"preset": "Creative", "temperature": 0.3, "typical": 0.5,
                                 "repeat_penalty": 2, "sampler_priority": ["top_k"], "seed": 1,
                                 "max_tokens": 5, "stop": "x"}\
                                """),
                        false);
        assertThat(body.get("temperature")).isEqualTo(JsonValue.of(1));
        assertThat(body.get("min_p")).isEqualTo(Json.parse("0.02"));
        assertThat(body.get("xtc_probability")).isEqualTo(Json.parse("0.5"));
        assertThat(body.get("top_p")).isEqualTo(JsonValue.of(1));
        assertThat(body.members())
                .doesNotContainKeys("preset", "typical", "repeat_penalty", "sampler_priority")
                .containsKeys("seed", "max_tokens", "stop");
    }

    @Test
    void leaves_what_was_said_where_that_wins() {
        JsonObject body =
                CREATIVE.over(
                        object(
                                """
                                {"preset": "Creative", "temperature": 0.3, "typical": 0.5,
                                 "min_p": null, "sampler_priority": ["top_k"]}\
                                """),
                        true);
        assertThat(body.get("temperature")).isEqualTo(Json.parse("0.3"));
        assertThat(body.get("typical")).isEqualTo(Json.parse("0.5"));
        assertThat(body.get("min_p")).isEqualTo(Json.parse("0.02"));
        assertThat(body.get("top_k")).isEqualTo(JsonValue.of(0));
        assertThat(body.members()).containsKey("sampler_priority").doesNotContainKey("typical_p");
    }

    @Test
    void none_is_neutral() {
        JsonObject body = Preset.NONE.over(object("{\"top_k\": 7}"), false);
        assertThat(body).isEqualTo(Preset.NEUTRAL);
    }

    @Test
    void keeps_samplers_only_and_refuses_what_is_none() {
        assertThat(Preset.of("x", object("{\"max_tokens\": 1, \"top_k\": 2}")).fields())
                .isEqualTo(object("{\"top_k\": 2}"));
        assertThatThrownBy(() -> Preset.of("x", object("{\"top_k\": {}}")))
                .hasMessageContaining("'top_k'");
    }
}
