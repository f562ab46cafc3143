package dev.parlance.core.engine;

import static dev.parlance.core.engine.EngineHarness.context;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Disposition;
import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatResult;
import dev.parlance.core.chat.ContentPart;
import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.chat.OutputConstraint;
import dev.parlance.core.chat.ReasoningEffort;
import dev.parlance.core.chat.Role;
import dev.parlance.core.chat.Tool;
import dev.parlance.core.chat.ToolChoice;
import dev.parlance.core.completion.CompletionPrompt;
import dev.parlance.core.embedding.RerankRequest;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.AdapterUse;
import dev.parlance.core.model.Capability;
import dev.parlance.core.moderation.ModerationRequest;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.Unsupported;
import dev.parlance.core.sampling.SamplerOrder;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.core.tokens.NextTokensRequest;
import dev.parlance.core.tokens.TokenizeRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every capability both ways: what the card declares works, what it does not declare is refused
/// with [Unsupported] that names it or, where that only shapes the answer, reported as ignored.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class CapabilityContract {
    private static final Tool TOOL =
            new Tool(
                    "get_weather",
                    "The weather in a city",
                    object(
                            Map.of(
                                    "type",
                                    "object",
                                    "properties",
                                    Map.of("city", Map.of("type", "string")),
                                    "required",
                                    List.of("city"))),
                    false);

    /// Those that a chat is asked for; so are LoRA adapters.
    private static final Set<Capability> OF_CHATS =
            EnumSet.range(Capability.TOOLS, Capability.MULTIPLE_CHOICES);

    private static final JsonObject SCHEMA =
            object(
                    Map.of(
                            "type",
                            "object",
                            "properties",
                            Map.of("answer", Map.of("type", "integer")),
                            "required",
                            List.of("answer"),
                            "additionalProperties",
                            false));
    private static final Pattern OBJECT = Pattern.compile("\\s*\\{[\\s\\S]*}\\s*");
    private static final Pattern ANSWER =
            Pattern.compile("\\s*\\{\\s*\"answer\"\\s*:\\s*-?\\d+\\s*}\\s*");

    private final EngineSubject subject;
    private EngineHarness harness;

    protected CapabilityContract(EngineSubject subject) {
        this.subject = subject;
    }

    @BeforeAll
    void open() {
        harness = new EngineHarness(subject);
    }

    @AfterAll
    void close() {
        harness.close();
    }

    @ParameterizedTest
    @EnumSource(Capability.class)
    void a_capability_is_honoured_or_refused_by_name(Capability capability) {
        ChatRequest chat = harness.shortChat();
        boolean ofChats = OF_CHATS.contains(capability) || capability == Capability.LORA;
        if (ofChats && !harness.can(Capability.CHAT)) {
            // The chat is refused before anything in it is looked at.
            assertThat(harness.can(capability)).isFalse();
            return;
        }
        switch (capability) {
            case CHAT -> both(capability, () -> assertAnswered(chat));
            case COMPLETION -> both(capability, () -> complete(null, false, 1));
            case EMBEDDINGS -> both(capability, () -> embed(null));
            case TOOLS -> both(capability, () -> assertTools(new ToolChoice.Auto()));
            case TOOL_CHOICE -> {
                if (harness.can(Capability.TOOLS)) {
                    both(capability, () -> assertTools(new ToolChoice.Named(TOOL.name())));
                }
            }
            case JSON_MODE -> both(capability, () -> matches(new OutputConstraint.Json(), OBJECT));
            case JSON_SCHEMA -> both(capability, () -> matches(schema(), ANSWER));
            case GRAMMAR ->
                    both(
                            capability,
                            () ->
                                    matches(
                                            new OutputConstraint.Grammar(
                                                    "root ::= \"yes\" | \"no\""),
                                            Pattern.compile("yes|no")));
            case REGEX ->
                    both(
                            capability,
                            () ->
                                    matches(
                                            new OutputConstraint.Regex("[ab]{3}"),
                                            Pattern.compile("[ab]{3}")));
            case CHOICES ->
                    both(
                            capability,
                            () ->
                                    matches(
                                            new OutputConstraint.Choices(List.of("red", "green")),
                                            Pattern.compile("red|green")));
            case IMAGE_INPUT, AUDIO_INPUT, FILE_INPUT ->
                    both(capability, () -> assertAnswered(attached(part(capability))));
            case REASONING -> softly(capability, "reasoning_effort", effort());
            case TEMPLATE_VARIABLES ->
                    softly(
                            capability,
                            "chat_template_kwargs",
                            chat.withExtensions(
                                    object(
                                            Map.of(
                                                    "chat_template_kwargs",
                                                    Map.of("mood", "calm")))));
            case CHAT_TEMPLATE -> both(capability, this::givenTemplate);
            case LOGPROBS -> both(capability, () -> assertAnswered(chat.withTopLogprobs(1)));
            case LOGIT_BIAS ->
                    softly(
                            capability,
                            "logit_bias",
                            chat.withSampling(Sampling.DEFAULT.withLogitBias(Map.of(1, 0.5))));
            case SAMPLER_ORDER ->
                    softly(
                            capability,
                            "samplers",
                            chat.withSampling(Sampling.DEFAULT.withOrder(SamplerOrder.USUAL)));
            case SEED ->
                    softly(capability, "seed", chat.withSampling(Sampling.DEFAULT.withSeed(11L)));
            case STOP -> both(capability, () -> assertAnswered(chat.withStop(List.of("\u0001"))));
            case MULTIPLE_CHOICES ->
                    both(capability, () -> assertThat(choices(chat.withN(2))).hasSize(2));
            case ECHO -> onCompletion(capability, () -> complete(null, true, 1));
            case INFILL -> onCompletion(capability, () -> complete("the end", false, 1));
            case TOKEN_PROMPT -> onCompletion(capability, this::completeTokens);
            case RERANK -> both(capability, this::rerank);
            case MODERATION -> both(capability, this::moderate);
            case TOKENIZE ->
                    both(
                            capability,
                            () ->
                                    harness.gateway.tokenize(
                                            context(),
                                            TokenizeRequest.of(subject.model(), "hello")));
            case NEXT_TOKENS -> both(capability, this::nextTokens);
            case LORA ->
                    both(
                            capability,
                            () ->
                                    assertAnswered(
                                            chat.withExtensions(
                                                    object(Map.of(AdapterUse.FIELD, List.of())))));
            case EMBEDDING_DIMENSIONS -> {
                if (harness.can(Capability.EMBEDDINGS)) {
                    both(capability, () -> embed(16));
                } else {
                    assertThat(harness.can(capability)).isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SamplingParameter.class)
    void a_sampling_parameter_is_honoured_or_reported(SamplingParameter parameter) {
        if (!harness.can(Capability.CHAT)) {
            assertThat(harness.card().sampling()).isEmpty();
            return;
        }
        double value = Math.clamp(parameter.integral() ? 5 : 0.5, parameter.min(), parameter.max());
        ChatRequest request =
                harness.shortChat().withSampling(Sampling.DEFAULT.with(parameter, value));

        assertThat(ignored(request).contains(parameter.wireName()))
                .isEqualTo(!harness.card().sampling().contains(parameter));
    }

    /// A chat by a template of its own, which is what its prompt becomes too.
    private void givenTemplate() {
        String template = "so: {{ messages[0].role }}";
        ChatRequest given =
                harness.shortChat().withExtensions(object(Map.of("chat_template", template)));
        assertThat(choices(given)).hasSize(1);
        if (harness.can(Capability.TOKENIZE)) {
            assertThat(harness.gateway.render(context(), given).text()).isEqualTo("so: user");
        }
    }

    private void both(Capability capability, Runnable use) {
        if (harness.can(capability)) {
            use.run();
            return;
        }
        assertThatThrownBy(use::run)
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e ->
                                assertThat(e.problem())
                                        .isInstanceOfSatisfying(
                                                Unsupported.class,
                                                problem -> {
                                                    assertThat(problem.capability())
                                                            .isEqualTo(capability.phrase());
                                                    assertThat(problem.param()).isNotNull();
                                                }));
    }

    private void onCompletion(Capability capability, Runnable use) {
        if (harness.can(Capability.COMPLETION)) {
            both(capability, use);
        }
    }

    private void softly(Capability capability, String field, ChatRequest request) {
        assertThat(ignored(request).contains(field)).isEqualTo(!harness.can(capability));
    }

    /// The fields that the call reports as ignored.
    private List<String> ignored(ChatRequest request) {
        CallContext context = context();
        ChatResult result = EngineHarness.drain(() -> harness.gateway.chat(context, request));
        assertThat(result.choices()).hasSize(1);
        return context.dispositions().entries().stream()
                .filter(entry -> entry.outcome() == Disposition.Outcome.IGNORED)
                .map(Disposition::field)
                .toList();
    }

    private List<ChatResult.Choice> choices(ChatRequest request) {
        return harness.chat(request).choices();
    }

    private void assertAnswered(ChatRequest request) {
        assertThat(choices(request))
                .hasSize(request.n())
                .allSatisfy(choice -> assertThat(choice.text()).isNotEmpty());
    }

    private void assertTools(ToolChoice choice) {
        // Greedy: a sampled thought before the call may use up the tokens, however many there are.
        ChatRequest request =
                harness.shortChat()
                        .withMaxTokens(256)
                        .withSampling(Sampling.DEFAULT.with(SamplingParameter.TEMPERATURE, 0))
                        .withTools(List.of(TOOL), choice, null);
        List<ChatEvent> events = harness.events(request);
        ChatEvent.Finished finished = (ChatEvent.Finished) events.getLast();
        boolean called = false;
        for (ChatEvent event : events) {
            if (event instanceof ChatEvent.ToolCallDelta delta) {
                // Id and name come with the first piece of a call and never again.
                assertThat(delta.id() == null).isEqualTo(called);
                assertThat(delta.name() == null).isEqualTo(called);
                assertThat(delta.index()).isZero();
                called = true;
            }
        }
        if (choice instanceof ToolChoice.Named) {
            assertThat(called).as("called in %s", events).isTrue();
        }
        assertThat(finished.reasons().getFirst() == FinishReason.TOOL_CALLS).isEqualTo(called);
    }

    private void matches(OutputConstraint constraint, Pattern pattern) {
        ChatRequest request = harness.shortChat().withMaxTokens(256).withConstraint(constraint);
        ChatResult.Choice choice = choices(request).getFirst();
        if (choice.finishReason() == FinishReason.STOP) {
            assertThat(choice.text()).matches(pattern);
        } else {
            assertThat(choice.finishReason()).isEqualTo(FinishReason.LENGTH);
        }
    }

    private void complete(@Nullable String suffix, boolean echo, int n) {
        CompletionPrompt prompt = new CompletionPrompt.Text("Once upon a time");
        ChatResult result =
                harness.complete(harness.completion(prompt, suffix, echo, List.of(), n, 4));
        assertThat(result.choices()).hasSize(n);
        if (echo) {
            assertThat(result.choices().getFirst().text()).startsWith("Once upon a time");
        }
    }

    private void completeTokens() {
        CompletionPrompt prompt = new CompletionPrompt.Tokens(List.of(40, 41, 42));
        assertThat(
                        harness.complete(harness.completion(prompt, null, false, List.of(), 1, 2))
                                .usage()
                                .outputTokens())
                .isEqualTo(2);
    }

    private void embed(@Nullable Integer dimensions) {
        assertThat(harness.gateway.embed(context(), harness.embedding(dimensions, "hello")))
                .satisfies(result -> assertThat(result.embeddings()).hasSize(1));
    }

    private void rerank() {
        RerankRequest request =
                RerankRequest.of(subject.model(), "red apples", List.of("cars", "red apples"));
        assertThat(harness.gateway.rerank(context(), request).scores()).hasSize(2);
    }

    private void moderate() {
        ModerationRequest request =
                new ModerationRequest(subject.model(), List.of("hello", "good morning"));
        assertThat(harness.gateway.moderate(context(), request).verdicts()).hasSize(2);
    }

    private void nextTokens() {
        NextTokensRequest request =
                new NextTokensRequest(
                        subject.model(), new CompletionPrompt.Text("Once upon a time"), 5);
        assertThat(harness.gateway.nextTokens(context(), request).tokens()).hasSize(5);
    }

    private ChatRequest effort() {
        return harness.shortChat().withReasoningEffort(ReasoningEffort.LOW);
    }

    private ChatRequest attached(ContentPart part) {
        return harness.shortChat()
                .withMessages(
                        List.of(
                                new ChatMessage(
                                        Role.USER,
                                        null,
                                        List.of(new ContentPart.Text("See: "), part))));
    }

    private static ContentPart part(Capability capability) {
        return switch (capability) {
            case IMAGE_INPUT -> new ContentPart.Image("data:image/png;base64,iVBORw0KGgo=", null);
            case AUDIO_INPUT -> new ContentPart.Audio("UklGRg==", "wav");
            default -> new ContentPart.File(null, "a.txt", "aGVsbG8=");
        };
    }

    private static OutputConstraint schema() {
        return new OutputConstraint.JsonSchema("answer", SCHEMA, true);
    }

    private static JsonObject object(Map<String, ?> members) {
        return (JsonObject) JsonValue.from(members);
    }
}
