package dev.parlance.dialect.openai;

import static dev.parlance.core.sampling.SamplingParameter.DRY_LAST_N;
import static dev.parlance.core.sampling.SamplingParameter.MIN_P;
import static dev.parlance.core.sampling.SamplingParameter.MIROSTAT;
import static dev.parlance.core.sampling.SamplingParameter.PENALTY_LAST_N;
import static dev.parlance.core.sampling.SamplingParameter.TEMPERATURE;
import static dev.parlance.core.sampling.SamplingParameter.TOP_K;
import static dev.parlance.core.sampling.SamplingParameter.TOP_P;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.chat.ReasoningEffort;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.sampling.SamplerStage;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.dialect.openai.textgen.SchemaException;
import dev.parlance.wire.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What an engine gets of requests under text-generation-webui's profiles.
class TextgenRequestTest {
    private final Dispositions dispositions = new Dispositions();

    @Test
    void nothing_said_is_what_its_table_says() {
        assertThat(sampling("{}").values())
                .isEqualTo(Map.of(TEMPERATURE, 1.0, TOP_P, 0.95, TOP_K, 0.0, MIN_P, 0.0));
        assertThat(sampling("{}").order()).as("nothing to order").isNull();
        Sampling old =
                completion("{}", CompatProfile.TEXTGEN_2023).requests().getFirst().sampling();
        assertThat(old.values())
                .isEqualTo(Map.of(TEMPERATURE, 1.0, TOP_P, 1.0, TOP_K, 0.0, MIN_P, 0.0));
    }

    @Test
    void temperature_of_zero_is_greedy() {
        assertThat(sampling("{\"temperature\":0}").values()).containsEntry(TEMPERATURE, 0.0);
        assertThat(sampling("{\"do_sample\":false,\"mirostat_mode\":2}").values())
                .containsEntry(TEMPERATURE, 0.0)
                .doesNotContainKey(MIROSTAT);
    }

    @Test
    void the_temperature_comes_before_what_drops_tokens() {
        List<SamplerStage> stages = stages("{\"temperature\":0.7}");
        assertThat(stages.indexOf(SamplerStage.TEMPERATURE))
                .isLessThan(stages.indexOf(SamplerStage.TOP_P));
        List<SamplerStage> last = stages("{\"temperature\":0.7,\"temperature_last\":true}");
        assertThat(last.indexOf(SamplerStage.TEMPERATURE))
                .isGreaterThan(last.indexOf(SamplerStage.NO_REPEAT_NGRAM));
    }

    @Test
    void an_order_of_its_own_may_be_text_with_names_nobody_knows() {
        List<SamplerStage> stages =
                stages("{\"sampler_priority\":\"top_p\\nmagic\\ntemperature\",\"top_p\":0.5}");
        assertThat(stages.subList(stages.size() - 2, stages.size()))
                .containsExactly(SamplerStage.TOP_P, SamplerStage.TEMPERATURE);
        assertThat(dispositions.entries()).hasSize(1);
    }

    @Test
    void penalties_look_at_a_window_that_the_table_says() {
        assertThat(sampling("{\"repetition_penalty\":1.1}").values())
                .containsEntry(PENALTY_LAST_N, 1024.0)
                .doesNotContainKey(DRY_LAST_N);
        assertThat(sampling("{\"dry_multiplier\":0.8}").values()).containsEntry(DRY_LAST_N, 1024.0);
        assertThat(sampling("{\"dry_multiplier\":0.8,\"repetition_penalty_range\":0}").values())
                .containsEntry(DRY_LAST_N, -1.0)
                .containsEntry(PENALTY_LAST_N, -1.0);
    }

    @Test
    void mirostat_drops_tokens_alone() {
        assertThat(sampling("{\"mirostat_mode\":2}").values().keySet())
                .containsExactlyInAnyOrder(MIROSTAT, TEMPERATURE);
    }

    @Test
    void values_beyond_openai_s_bounds_are_fine() {
        assertThat(sampling("{\"temperature\":4.5,\"frequency_penalty\":3}").values())
                .containsEntry(TEMPERATURE, 4.5)
                .containsEntry(SamplingParameter.FREQUENCY_PENALTY, 3.0);
        String many = "\"a\",".repeat(200) + "\"b\"";
        assertThat(completion("{\"stop\":[" + many + "]}").requests().getFirst().stop())
                .hasSize(201);
    }

    @Test
    void a_limit_may_be_absent_or_null_or_all_there_is() {
        assertThat(limit("{}", CompatProfile.TEXTGEN)).isEqualTo(512);
        assertThat(limit("{}", CompatProfile.TEXTGEN_2023)).isEqualTo(16);
        assertThat(limit("{\"max_tokens\":null}", CompatProfile.TEXTGEN)).isNull();
        assertThat(limit("{\"max_tokens\":9}", CompatProfile.TEXTGEN)).isEqualTo(9);
        assertThat(limit("{\"auto_max_new_tokens\":\"yes\"}", CompatProfile.TEXTGEN)).isNull();
        assertThat(
                        limit(
                                "{\"max_tokens\":0,\"logprobs\":1,\"auto_max_new_tokens\":true}",
                                CompatProfile.TEXTGEN))
                .isZero();
    }

    @Test
    void a_chat_reads_either_limit() {
        assertThat(chat("{}").request().maxTokens()).isNull();
        assertThat(chat("{\"max_completion_tokens\":7}").request().maxTokens()).isEqualTo(7);
        assertThat(chat("{\"max_completion_tokens\":7,\"max_tokens\":5}").request().maxTokens())
                .isEqualTo(5);
        assertThatThrownBy(() -> chat("{\"max_tokens\":0}"))
                .isInstanceOf(ApiException.class)
                .hasMessage("max_tokens must be greater than 0.");
    }

    @Test
    void a_suffix_is_no_gap_here() {
        CompletionCall call = completion("{\"suffix\":\"<END>\",\"echo\":true}");
        assertThat(call.suffix()).isEqualTo("<END>");
        assertThat(call.requests().getFirst().infill()).isNull();
    }

    @Test
    void log_probabilities_of_a_chat_have_alternatives() {
        assertThat(chat("{\"logprobs\":true}").request().topLogprobs()).isEqualTo(5);
        assertThat(chat("{\"logprobs\":true,\"top_logprobs\":0}").request().topLogprobs())
                .isEqualTo(1);
        assertThat(chat("{\"logprobs\":true,\"top_logprobs\":99}").request().topLogprobs())
                .isEqualTo(20);
        assertThat(chat("{\"top_logprobs\":3}").request().topLogprobs()).isNull();
    }

    @Test
    void an_effort_that_nobody_knows_is_left_to_the_template() {
        ChatCall call = chat("{\"reasoning_effort\":\"extreme\",\"enable_thinking\":0}");
        assertThat(call.request().reasoningEffort()).isNull();
        assertThat(Json.text(call.request().extensions()))
                .isEqualTo(
                        "{\"chat_template_kwargs\":{\"enable_thinking\":false,"
                                + "\"reasoning_effort\":\"extreme\"}}");
        assertThat(chat("{\"reasoning_effort\":\"low\"}").request().reasoningEffort())
                .isEqualTo(ReasoningEffort.LOW);
    }

    @Test
    void every_fault_of_a_body_is_told() {
        assertThatThrownBy(
                        () -> chat("{\"messages\":5,\"top_k\":\"x\",\"min_p\":null,\"mode\":[]}"))
                .isInstanceOfSatisfying(
                        SchemaException.class,
                        e ->
                                assertThat(e.faults())
                                        .extracting(f -> f.type())
                                        .containsExactly(
                                                "list_type",
                                                "string_type",
                                                "int_parsing",
                                                "float_type"));
    }

    @Test
    void a_large_value_is_not_sent_back() {
        String large = "[" + "1,".repeat(5000) + "1]";
        assertThatThrownBy(() -> chat("{\"mode\":" + large + "}"))
                .isInstanceOfSatisfying(
                        SchemaException.class, e -> assertThat(e.body()).hasSizeLessThan(300));
    }

    private Sampling sampling(String fields) {
        return completion(fields).requests().getFirst().sampling();
    }

    private List<SamplerStage> stages(String fields) {
        return java.util.Objects.requireNonNull(sampling(fields).order()).all();
    }

    private Integer limit(String fields, CompatProfile profile) {
        return completion(fields, profile).requests().getFirst().maxTokens();
    }

    private CompletionCall completion(String fields) {
        return completion(fields, CompatProfile.TEXTGEN);
    }

    private CompletionCall completion(String fields, CompatProfile profile) {
        JsonValue body = with("{\"model\":\"tiny\",\"prompt\":\"Once\"}", fields);
        return (CompletionCall) TextgenDecoding.decode(false, body, profile, dispositions);
    }

    private ChatCall chat(String fields) {
        String base = "{\"model\":\"tiny\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        return (ChatCall)
                TextgenDecoding.decode(
                        true, with(base, fields), CompatProfile.TEXTGEN, dispositions);
    }

    private static JsonValue with(String base, String fields) {
        JsonValue.JsonObject body = (JsonValue.JsonObject) Json.parse(base);
        for (var member : ((JsonValue.JsonObject) Json.parse(fields)).members().entrySet()) {
            body = body.with(member.getKey(), member.getValue());
        }
        return body;
    }
}
