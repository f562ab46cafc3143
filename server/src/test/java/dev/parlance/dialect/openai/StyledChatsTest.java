package dev.parlance.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.Calls;
import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Disposition;
import dev.parlance.core.character.TemplateRun;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.gateway.Gateway;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import dev.parlance.core.route.Router;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.core.schedule.Admission;
import dev.parlance.core.schedule.AdmissionLimits;
import dev.parlance.store.prompt.PromptFiles;
import dev.parlance.transcript.EventsEngine;
import dev.parlance.transcript.Script;
import dev.parlance.transcript.Transcripts;
import dev.parlance.wire.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What text-generation-webui's prompt fields make of a request.
class StyledChatsTest {
    private static final String TALK =
            """
            "messages": [{"role": "system", "content": "SYS"},
                         {"role": "user", "content": "Hello!"},
                         {"role": "assistant", "content": "Hi"},
                         {"role": "user", "content": "Bye"}]\
            """;
    private static final String HELLO =
            "\"messages\": [{\"role\": \"user\", \"content\": \"Hello!\"}]";
    private static final String BOMB =
            "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}";

    private CallContext context = Calls.any();
    private String without = "";

    private ChatRequest styled(String fields, CompatProfile profile, boolean explicitWins) {
        context =
                new CallContext(
                        context.caller(),
                        "r",
                        context.deadline(),
                        profile,
                        false,
                        Calls.any().dispositions());
        String nexts = "{\"next\": true}\n".repeat(64);
        EventsEngine engine = new EventsEngine(Script.parse(without + nexts));
        Gateway gateway =
                new Gateway(
                        new Router(List.of(engine), Map.of("default", "tiny")),
                        new Admission(new AdmissionLimits(1, 1, Duration.ofSeconds(5))),
                        _ -> {},
                        Transcripts.CLOCK);
        StyledChats chats =
                new StyledChats(
                        gateway,
                        new Prompts(PromptFiles.bundled(), explicitWins, Transcripts.CLOCK));
        JsonValue body = Json.parse("{\"model\": \"tiny\", " + fields + "}");
        return chats.read(
                        context,
                        body,
                        rest -> ChatRequestDecoder.decode(rest, context.dispositions()))
                .call()
                .request();
    }

    private ChatRequest styled(String fields) {
        return styled(fields, CompatProfile.OPENAI, false);
    }

    private String prompt(String fields) {
        return Objects.requireNonNull(TemplateRun.prompt(styled(fields), Transcripts.CLOCK));
    }

    private List<String> reported() {
        return context.dispositions().entries().stream().map(Disposition::field).toList();
    }

    @Test
    void case_17_an_instruction_template_by_name() {
        String alpaca =
                "SYS\n\n### Instruction:\nHello!\n\n### Response:\nHi\n\n### Instruction:\nBye\n\n"
                        + "### Response:\n";
        assertThat(prompt("\"instruction_template\": \"Alpaca\", " + TALK)).isEqualTo(alpaca);
        assertThat(prompt("\"instruction_template\": \"None\", " + TALK)).isEqualTo(alpaca);
        assertThat(styled("\"instruction_template\": \"Alpaca\", " + TALK).extensions())
                .extracting(extensions -> extensions.get("add_special_tokens"))
                .isEqualTo(JsonValue.of(false));
    }

    @Test
    void case_18_a_chat_with_context_names_and_bio() {
        String fields =
                """
                "mode": "chat", "context": "CTX <BOT> <USER>", "user_bio":
                "{{user}} is nice to {{char}}",\
                """;
        String expected = "CTX Zed Bob\n\nBob is nice to Zed\n\nBob: Hello!\nZed:";
        assertThat(prompt(fields + "\"name1\": \"Bob\", \"name2\": \"Zed\"," + HELLO))
                .isEqualTo(expected);
        assertThat(prompt(fields + "\"user_name\": \"Bob\", \"bot_name\": \"Zed\"," + HELLO))
                .isEqualTo(expected);
    }

    @Test
    void case_19_a_chat_as_an_instruction() {
        String fields =
                "\"mode\": \"chat-instruct\", \"instruction_template\": \"ChatML\", \"context\":"
                        + " \"CTX\", \"messages\": [{\"role\": \"system\", \"content\": \"SYS\"},"
                        + " {\"role\": \"user\", \"content\": \"Hello!\"}]";
        String expected =
                "<|im_start|>system\nSYS<|im_end|>\n<|im_start|>user\n"
                        + "Continue the chat dialogue below. Write a single reply for the character"
                        + " \"AI\".\n\nCTX\n\nYou: Hello!<|im_end|>\n<|im_start|>assistant\n";
        assertThat(prompt(fields)).isEqualTo(expected);
        assertThat(prompt(fields + ", \"chat_instruct_command\": null"))
                .contains("Reply directly, without starting the reply with the character name.");
        assertThat(prompt(fields.replace("ChatML", "Alpaca")))
                .endsWith("You: Hello!\n\n\n### Response:\n");
    }

    @Test
    void case_20_continues_the_last_message() {
        String messages =
                "\"messages\": [{\"role\": \"user\", \"content\": \"Hello!\"},"
                        + " {\"role\": \"assistant\", \"content\": \"Once upon\"}]";
        assertThat(prompt("\"continue_\": true, \"instruction_template\": \"ChatML\"," + messages))
                .endsWith("assistant\nOnce upon");
        assertThat(prompt("\"continue_\": true, \"mode\": \"chat\"," + messages))
                .endsWith("You: Hello!\nAI: Once upon");
        assertThat(
                        prompt(
                                "\"continue_\": true, \"mode\": \"chat-instruct\","
                                        + " \"instruction_template\": \"ChatML\","
                                        + messages))
                .endsWith("You: Hello!<|im_end|>\n<|im_start|>assistant\nOnce upon");
    }

    @Test
    void case_21_an_unknown_template_is_alpaca_and_reported() {
        assertThat(prompt("\"instruction_template\": \"Nope\", " + TALK))
                .endsWith("### Response:\n");
        assertThat(reported()).contains("instruction_template");
    }

    @Test
    void case_23_a_preset_replaces_what_was_said_unless_that_wins() {
        String fields = "\"preset\": \"Creative\", \"temperature\": 0.3, " + HELLO;
        assertThat(styled(fields).sampling().values())
                .containsEntry(SamplingParameter.TEMPERATURE, 1.0)
                .containsEntry(SamplingParameter.MIN_P, 0.02)
                .containsEntry(SamplingParameter.XTC_PROBABILITY, 0.5)
                .containsEntry(SamplingParameter.TOP_P, 1.0);
        assertThat(styled(fields, CompatProfile.TEXTGEN, true).sampling().values())
                .containsEntry(SamplingParameter.TEMPERATURE, 0.3)
                .containsEntry(SamplingParameter.MIN_P, 0.02);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            value = {
                "Alpaca = \\n\\n### Response:,\\n\\n### Instruction:",
                "ChatML = <|im_end|>",
                "Llama-v3 = <|eot_id|>",
                "Mistral = [/INST],</s>",
                "Vicuna-v1.1 = \\nASSISTANT:,</s>",
                "Open Assistant = <|endoftext|>",
            })
    void the_template_says_where_replies_end(String template, String stops) {
        List<String> found =
                styled("\"instruction_template\": \"" + template + "\", \"stop\": \"x\"," + HELLO)
                        .stop();
        List<String> expected = new ArrayList<>(List.of(stops.replace("\\n", "\n").split(",", -1)));
        expected.add("x");
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void a_chat_ends_where_somebody_speaks() {
        assertThat(styled("\"mode\": \"chat\", " + HELLO).stop())
                .containsExactlyInAnyOrder("\nAI:", "\nYou:");
    }

    @Test
    void what_a_mode_does_not_use_is_reported() {
        prompt("\"mode\": \"chat\", \"greeting\": \"Hi\", \"system_message\": \"x\"," + TALK);
        assertThat(reported()).contains("greeting", "system_message", "messages.role");
    }

    @Test
    void the_turns_of_2023_are_understood() {
        assertThat(
                        prompt(
                                """
                                "turn_template":
                                "<|user|> <|user-message|>\\n<|bot|> <|bot-message|>\\n",
                                "name1_instruct": "Q:", "name2_instruct": "A:",
                                "context_instruct": "<|system-message|>\\n",
                                "system_message": "Be.",\
                                """
                                        + HELLO))
                .isEqualTo("Be.\nQ: Hello!\nA:");
        assertThat(
                        prompt(
                                "\"instruction_template\": \"ChatML\", \"system_message\": \"Be.\","
                                        + HELLO))
                .startsWith("<|im_start|>system\nBe.<|im_end|>");
    }

    @Test
    void the_oldest_messages_go_when_the_prompt_is_too_long() {
        String fields =
                "\"mode\": \"chat\", \"context\": \" \", \"max_tokens\": 10,"
                        + " \"truncation_length\": %d,"
                        + TALK;
        assertThat(prompt(fields.formatted(10_000))).startsWith("You: Hello!\nAI: Hi\nYou: Bye");
        assertThat(prompt(fields.formatted(32))).isEqualTo("AI: Hi\nYou: Bye\nAI:");
        assertThat(reported()).contains("truncation_length");
        assertThat(prompt(fields.formatted(24))).isEqualTo("You: Bye\nAI:");
        assertThat(prompt(fields.formatted(20))).isEqualTo("You: B\nAI:");
        assertThatThrownBy(() -> prompt(fields.formatted(12)))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("maximum context length");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {
                "mode; \"mode\": \"play\"",
                "character; \"mode\": \"chat\", \"character\": \"Nobody\"",
                "character; \"mode\": \"chat\", \"character\": \"../../etc/passwd\"",
                "instruction_template; \"instruction_template\": \"../secret\"",
                "preset; \"preset\": \"Nope\"",
                "preset; \"preset\": \"../x\"",
                "preset; \"preset\": 7",
                "continue_; \"continue_\": true",
                "name1; \"mode\": \"chat\", \"name1\": 3",
                "truncation_length; \"truncation_length\": -1",
                "chat_template_str; \"mode\": \"chat\", \"chat_template_str\": \"{% if %}\"",
                "instruction_template_str; \"instruction_template_str\": \"{% for %}\"",
                "turn_template; \"turn_template\": \"<|user|>\"",
            })
    void what_cannot_be_is_refused_by_name(String field, String fields) {
        assertRefused(field, fields);
    }

    @Test
    void a_model_without_a_template_gets_one_by_its_name() {
        without = "{\"without\": [\"chat\"]}\n";
        assertThat(prompt("\"mode\": \"instruct\", " + TALK)).endsWith("### Response:\n");
        assertThat(reported()).contains("instruction_template");
        assertThat(styled(TALK).extensions().get("chat_template")).isNull();
    }

    @Test
    void a_template_bomb_ends() {
        assertRefused("instruction_template_str", "\"instruction_template_str\": \"" + BOMB + "\"");
        assertRefused(
                "chat_template_str", "\"mode\": \"chat\", \"chat_template_str\": \"" + BOMB + "\"");
    }

    @Test
    void a_conversation_of_nothing_is_refused() {
        assertThatThrownBy(() ->
                        styled(
                                "\"messages\": [{\"role\": \"user\", \"content\": \" \"}]",
                                CompatProfile.TEXTGEN,
                                false))
                .hasMessageContaining("empty");
    }

    private void assertRefused(String field, String fields) {
        assertThatThrownBy(() -> styled(fields + ", " + HELLO))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e ->
                                assertThat(e.problem())
                                        .isInstanceOfSatisfying(
                                                InvalidRequest.class,
                                                p -> assertThat(p.param()).isEqualTo(field)));
    }

    @RepeatedTest(20)
    void a_plain_conversation_is_one_request_whichever_way_it_comes() {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<Object> messages = new ArrayList<>();
        if (random.nextBoolean()) {
            messages.add(Map.of("role", "system", "content", "Rule " + random.nextInt()));
        }
        for (int i = 0; i <= random.nextInt(5) * 2; i++) {
            String role = i % 2 == 0 ? "user" : "assistant";
            messages.add(Map.of("role", role, "content", "Text " + random.nextInt()));
        }
        JsonObject body =
                (JsonObject) JsonValue.from(Map.of("messages", messages, "temperature", 0.5));
        String fields = Json.text(body);
        fields = fields.substring(1, fields.length() - 1);
        ChatRequest openAi = styled(fields);
        for (CompatProfile profile :
                List.of(CompatProfile.TEXTGEN, CompatProfile.TEXTGEN_2023, CompatProfile.OPENAI)) {
            assertThat(styled(fields + ", \"mode\": \"instruct\"", profile, false))
                    .as("seed %d", seed)
                    .isEqualTo(openAi);
        }
        assertThat(openAi.messages()).extracting(ChatMessage::text).doesNotContain("");
    }
}
