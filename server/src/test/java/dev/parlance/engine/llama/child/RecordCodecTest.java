package dev.parlance.engine.llama.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.call.Disposition;
import dev.parlance.core.call.Disposition.Outcome;
import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ContentPart;
import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.chat.OutputConstraint;
import dev.parlance.core.chat.ReasoningEffort;
import dev.parlance.core.chat.Role;
import dev.parlance.core.chat.TokenLogprob;
import dev.parlance.core.chat.Tool;
import dev.parlance.core.chat.ToolChoice;
import dev.parlance.core.embedding.Embedding;
import dev.parlance.core.embedding.EmbeddingResult;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.KeepAlive;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.problem.ApiProblem;
import dev.parlance.core.problem.ApiProblem.ContextTooLong;
import dev.parlance.core.problem.ApiProblem.Overloaded;
import dev.parlance.core.problem.ApiProblem.UpstreamFailed;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.core.tokens.TextToken;
import dev.parlance.core.usage.Usage;
import dev.parlance.wire.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCodecTest {
    private static final ModelId MODEL = new ModelId("org/m:q4");

    private static Stream<FromChild> answers() {
        TokenLogprob logprob =
                new TokenLogprob(
                        "\uFFFD",
                        List.of(0xc3),
                        Double.NaN,
                        List.of(
                                new TokenLogprob.Alternative(
                                        "a", List.of(97), Double.NEGATIVE_INFINITY)));
        ApiProblem full = new Overloaded(Duration.ofMillis(1500), "later \"x\" \u2028");
        return Stream.of(
                new FromChild.Ready(),
                new FromChild.Loading(0.25),
                new FromChild.NotLoaded(new UpstreamFailed("llama", null, "no")),
                new FromChild.Accepted(1, List.of(new Disposition("seed", Outcome.IGNORED, "why"))),
                new FromChild.Event(2, new ChatEvent.Started(MODEL, null)),
                new FromChild.Event(2, new ChatEvent.TextDelta(1, "hé", List.of(logprob))),
                new FromChild.Event(2, new ChatEvent.ReasoningDelta(0, "hm")),
                new FromChild.Event(2, new ChatEvent.ToolCallDelta(0, 1, "id", null, "{")),
                new FromChild.Event(
                        2,
                        new ChatEvent.Finished(
                                List.of(FinishReason.STOP, FinishReason.LENGTH),
                                new Usage(1, 2, 3, 4, true))),
                new FromChild.Answered(
                        3,
                        new Answer.Vectors(
                                new EmbeddingResult(
                                        MODEL,
                                        List.of(
                                                new Embedding(
                                                        new float[] {
                                                            1.5f, -0.1f, Float.MIN_VALUE
                                                        })),
                                        Usage.of(3, 0))),
                        List.of()),
                new FromChild.Answered(
                        Long.MAX_VALUE,
                        new Answer.Tokens(List.of(new TextToken(7, List.of(0, 255)))),
                        List.of()),
                new FromChild.Answered(4, new Answer.Text(""), List.of()),
                new FromChild.Failed(5, full),
                new FromChild.Failed(5, new ContextTooLong("prompt", 7, 6)));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void what_a_child_says_arrives_as_it_was(FromChild message) {
        byte[] wire = Json.write(RecordCodec.encode(FromChild.class, message));
        assertThat(RecordCodec.decode(FromChild.class, Json.parse(wire))).isEqualTo(message);
    }

    @Test
    void a_request_with_everything_in_it_arrives_as_it_was() {
        JsonObject schema =
                JsonObject.EMPTY
                        .with("is", JsonValue.of("a trap"))
                        .with("null", JsonNull.INSTANCE)
                        .with("n", JsonValue.of(1e-300));
        ChatRequest request =
                ChatRequest.of(
                                MODEL,
                                List.of(
                                        ChatMessage.of(Role.SYSTEM, "be\nbrief"),
                                        new ChatMessage(
                                                Role.ASSISTANT,
                                                "ann",
                                                List.of(
                                                        new ContentPart.ToolUse("c", "f", "{}"),
                                                        new ContentPart.Image("data:x", null),
                                                        new ContentPart.Unknown("odd", schema)))))
                        .withTools(
                                List.of(new Tool("f", null, schema, true)),
                                new ToolChoice.Allowed(List.of("f"), true),
                                false)
                        .withConstraint(new OutputConstraint.JsonSchema("s", schema, true))
                        .withSampling(
                                new Sampling(
                                        Map.of(SamplingParameter.TOP_K, 4.0),
                                        -7L,
                                        Map.of(5, -100.0, 6, 0.5)))
                        .withStop(List.of("\0", "\n"))
                        .withN(3)
                        .withMaxTokens(9)
                        .withTopLogprobs(0)
                        .withReasoningEffort(ReasoningEffort.XHIGH)
                        .withExtensions(schema);
        ToChild message =
                new ToChild.Chat(new ToChild.Head(1, "req", "ann", Duration.ofNanos(123)), request);
        byte[] wire = Json.write(RecordCodec.encode(ToChild.class, message));
        assertThat(RecordCodec.decode(ToChild.class, Json.parse(wire))).isEqualTo(message);
    }

    @Test
    void absent_is_null_where_that_is_allowed_and_refused_elsewhere() {
        assertThat(RecordCodec.decode(KeepAlive.class, JsonObject.EMPTY))
                .isEqualTo(KeepAlive.FOREVER);
        assertThatThrownBy(() -> RecordCodec.decode(ModelId.class, JsonObject.EMPTY))
                .isInstanceOf(CodecException.class)
                .hasMessage("ModelId lacks 'value'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"is\":\"Runtime\"}",
                "{\"is\":\"java.lang.ProcessBuilder\"}",
                "{\"is\":\"OfCall\"}",
                "{\"is\":\"Loading\"}",
                "{\"is\":\"Loading\",\"progress\":\"x\"}",
                "{\"is\":\"Loading\",\"progress\":[]}",
                "{\"is\":\"Accepted\",\"call\":1.5,\"dispositions\":[]}",
                "{\"is\":\"Accepted\",\"call\":1,\"dispositions\":{}}",
                "{\"is\":\"Accepted\",\"call\":1,\"dispositions\":[99999999999]}",
                "{\"is\":\"Accepted\",\"call\":1e99,\"dispositions\":[]}",
                "{\"is\":\"Answered\",\"call\":1,\"answer\":{\"is\":\"Text\",\"text\":1},\"dispositions\":[]}",
                "{\"is\":\"Answered\",\"call\":1,\"answer\":null,\"dispositions\":[]}",
                "{\"is\":\"Event\",\"call\":1,\"event\":{\"is\":\"Started\","
                        + "\"responseModel\":{\"value\":\"\"}}}",
                "{\"is\":\"Failed\",\"call\":1,\"problem\":{\"is\":\"Overloaded\","
                        + "\"retryAfter\":\"soon\",\"message\":\"x\"}}",
            })
    void what_is_no_message_is_refused(String json) {
        assertThatThrownBy(() -> RecordCodec.decode(FromChild.class, Json.parse(json)))
                .isInstanceOf(CodecException.class);
    }
}
