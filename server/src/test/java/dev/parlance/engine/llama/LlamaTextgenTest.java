package dev.parlance.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.access.Authenticator;
import dev.parlance.core.gateway.Gateway;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.route.Router;
import dev.parlance.core.schedule.Admission;
import dev.parlance.core.schedule.AdmissionLimits;
import dev.parlance.dialect.openai.OpenAiDialect;
import dev.parlance.dialect.openai.Prompts;
import dev.parlance.dialect.openai.Stamps;
import dev.parlance.store.prompt.PromptFiles;
import dev.parlance.transcript.MemoryServer;
import dev.parlance.transcript.RequestFile;
import dev.parlance.wire.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// text-generation-webui's completions and chats by real inference with the built-in model.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LlamaTextgenTest {
    private static final Prompts PROMPTS =
            new Prompts(PromptFiles.bundled(), false, Clock.systemUTC());

    private LlamaEngine engine;
    private MemoryServer server;

    @BeforeAll
    void open() {
        engine = BuiltinSubject.engine();
        Router router =
                new Router(List.of(engine), Map.of("default", BuiltinSubject.MODEL.value()));
        Admission admission = new Admission(new AdmissionLimits(4, 4, Duration.ofMinutes(1)));
        Gateway gateway = new Gateway(router, admission, _ -> {}, Clock.systemUTC());
        server =
                new MemoryServer(
                        new Authenticator(List.of()),
                        List.of(OpenAiDialect.routes(gateway, Stamps.system(), PROMPTS)));
    }

    @AfterAll
    void close() {
        engine.close();
    }

    @Test
    void a_prompt_is_scored_without_an_answer() {
        JsonObject reply =
                complete(
                        "{\"prompt\":\"The weather in Paris is\",\"max_tokens\":0,"
                                + "\"echo\":true,\"logprobs\":2}");
        assertThat(text(reply, "choices", 0, "text")).isEqualTo("The weather in Paris is");
        int tokens = list(reply, "choices", 0, "logprobs", "tokens").size();
        assertThat(tokens).isPositive();
        for (String name :
                List.of("token_logprobs", "top_logprobs", "text_offset", "top_logprobs_ids")) {
            assertThat(list(reply, "choices", 0, "logprobs", name)).as(name).hasSize(tokens);
        }
        assertThat(at(reply, "choices", 0, "logprobs", "token_logprobs", 0))
                .isEqualTo(JsonNull.INSTANCE);
        assertThat(whole(reply, "usage", "completion_tokens")).isZero();
    }

    @Test
    void log_probabilities_are_of_the_tokens_named_by_their_ids() {
        JsonObject reply = complete("{\"prompt\":\"Once\",\"logprobs\":2,\"max_tokens\":4}");
        List<JsonValue> texts = list(reply, "choices", 0, "logprobs", "top_logprobs");
        List<JsonValue> ids = list(reply, "choices", 0, "logprobs", "top_logprobs_ids");
        for (int i = 0; i < texts.size(); i++) {
            List<JsonValue> byText = values(texts.get(i));
            List<JsonValue> byId = values(ids.get(i));
            assertThat(byId).containsAll(byText).hasSizeBetween(2, 3);
            assertThat(byId).allSatisfy(p -> assertThat(number(p)).isNotPositive());
        }
    }

    @Test
    void each_choice_has_a_seed_of_its_own() {
        String base = "{\"prompt\":\"Once\",\"max_tokens\":12,\"temperature\":1.5,\"seed\":";
        JsonObject both = complete(base + "7,\"n\":2}");
        for (int i = 0; i < 2; i++) {
            JsonObject alone = complete(base + (7 + i) + "}");
            assertThat(text(both, "choices", i, "text"))
                    .isEqualTo(text(alone, "choices", 0, "text"));
        }
    }

    @Test
    void greedy_in_each_of_its_spellings_says_the_same() {
        List<String> said = new ArrayList<>();
        for (String how :
                List.of("\"temperature\":0", "\"temperature\":\"0.0\"", "\"do_sample\":\"no\"")) {
            said.add(
                    chat(
                            "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}],"
                                    + how
                                    + "}"));
        }
        assertThat(said.getFirst()).isNotBlank();
        assertThat(said).containsOnly(said.getFirst());
    }

    @Test
    void every_sampler_at_once_still_says_something() {
        JsonObject reply =
                complete(
                        """
                        {"prompt":"Once","max_tokens":8,"seed":1,"temperature":"1.2","min_p":0.01,
                        "dynamic_temperature":"on","dynatemp_low":0.5,"dynatemp_high":1.5,
                        "smoothing_factor":0.2,"top_k":50.0,"typical_p":0.95,"tfs":0.98,
                        "top_a":0.01,"epsilon_cutoff":1,"eta_cutoff":1,"top_n_sigma":3,
                        "xtc_probability":0.3,"repetition_penalty":1.1,"frequency_penalty":0.1,
                        "presence_penalty":0.1,"repetition_penalty_range":0,"dry_multiplier":0.8,
                        "dry_sequence_breakers":"\\"\\\\n\\", \\":\\"","no_repeat_ngram_size":4,
                        "encoder_repetition_penalty":1.05,"temperature_last":1,
                        "custom_token_bans":"5,6,","ban_eos_token":"yes"}
                        """);
        assertThat(whole(reply, "usage", "completion_tokens")).isEqualTo(8);
        assertThat(text(reply, "choices", 0, "finish_reason")).isEqualTo("length");
    }

    @Test
    void the_beginning_token_may_be_left_out() {
        long with =
                whole(complete("{\"prompt\":\"Once\",\"max_tokens\":1}"), "usage", "prompt_tokens");
        long without =
                whole(
                        complete(
                                "{\"prompt\":\"Once\",\"max_tokens\":1,\"add_bos_token\":\"off\"}"),
                        "usage",
                        "prompt_tokens");
        assertThat(with - without).isBetween(0L, 1L);
        assertThat(without).isPositive();
    }

    @Test
    void a_stop_and_a_suffix_frame_the_answer() {
        JsonObject whole = complete("{\"prompt\":\"Once\",\"max_tokens\":12,\"temperature\":0}");
        String answer = text(whole, "choices", 0, "text");
        String stop = answer.substring(answer.length() / 2, answer.length() / 2 + 1);
        JsonObject reply =
                complete(
                        "{\"prompt\":\"Once\",\"max_tokens\":12,\"temperature\":0,\"echo\":true,"
                                + "\"suffix\":\"<END>\",\"stop\":"
                                + Json.text(JsonValue.of(stop))
                                + "}");
        assertThat(text(reply, "choices", 0, "text"))
                .isEqualTo("Once" + answer.substring(0, answer.indexOf(stop)) + "<END>");
    }

    private JsonObject complete(String body) {
        return post("/v1/completions", body);
    }

    private String chat(String body) {
        return text(post("/v1/chat/completions", body), "choices", 0, "message", "content");
    }

    private JsonObject post(String path, String body) {
        String text =
                server.answer(
                                RequestFile.parse(
                                        "POST "
                                                + path
                                                + " HTTP/1.1\nx-parlance-profile: textgen\n\n"
                                                + body))
                        .text();
        assertThat(text).startsWith("HTTP/1.1 200");
        return (JsonObject) Json.parse(text.substring(text.indexOf("\n\n") + 2));
    }

    private static JsonValue at(JsonValue value, Object... steps) {
        JsonValue here = value;
        for (Object step : steps) {
            here =
                    step instanceof Integer index
                            ? ((JsonArray) here).values().get(index)
                            : ((JsonObject) here).get((String) step);
        }
        return here;
    }

    private static String text(JsonValue value, Object... steps) {
        return ((JsonString) at(value, steps)).value();
    }

    private static List<JsonValue> list(JsonValue value, Object... steps) {
        return ((JsonArray) at(value, steps)).values();
    }

    private static long whole(JsonValue value, Object... steps) {
        return ((JsonNumber) at(value, steps)).value().longValueExact();
    }

    private static double number(JsonValue value) {
        return ((JsonNumber) value).value().doubleValue();
    }

    private static List<JsonValue> values(JsonValue object) {
        return List.copyOf(((JsonObject) object).members().values());
    }
}
