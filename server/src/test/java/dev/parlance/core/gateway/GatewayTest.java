package dev.parlance.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.Calls;
import dev.parlance.core.ListedEngine;
import dev.parlance.core.ListedStream;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.ChatAccumulator;
import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.chat.ContentPart;
import dev.parlance.core.chat.OutputConstraint;
import dev.parlance.core.chat.Role;
import dev.parlance.core.chat.Tool;
import dev.parlance.core.chat.ToolChoice;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.Capability;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem;
import dev.parlance.core.problem.ApiProblem.Forbidden;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import dev.parlance.core.problem.ApiProblem.ModelNotFound;
import dev.parlance.core.problem.ApiProblem.Unsupported;
import dev.parlance.core.problem.ApiProblem.UpstreamFailed;
import dev.parlance.core.route.Router;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.core.schedule.Admission;
import dev.parlance.core.schedule.AdmissionLimits;
import dev.parlance.core.usage.LedgerEntry;
import dev.parlance.core.usage.LedgerEntry.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class GatewayTest {
    private final List<LedgerEntry> ledger = new ArrayList<>();
    private final Admission admission = new Admission(AdmissionLimits.DEFAULT);
    private final ListedStream hello = new ListedStream(ListedEngine.reply("m", "Hel", "lo"));

    @Test
    void answers_and_writes_the_call_down_once() {
        try (ChatStream stream = gateway(hello).chat(Calls.any(), request())) {
            assertThat(ChatAccumulator.drain(stream).choices().getFirst().text())
                    .isEqualTo("Hello");
        }
        assertThat(hello.closed()).isEqualTo(1);
        assertThat(admission.active()).isZero();
        assertThat(ledger)
                .singleElement()
                .satisfies(e -> {
                    assertThat(e.outcome()).isEqualTo(Outcome.FINISHED);
                    assertThat(e.usage().totalTokens()).isEqualTo(5);
                    assertThat(e.timings().chunks()).isEqualTo(2);
                    assertThat(e.timings().timeToFirstChunk()).isNotNull();
                    assertThat(e.responseModel()).isEqualTo("m");
                });
    }

    @Test
    void closing_at_any_event_gives_everything_back() {
        int events = ListedEngine.reply("m", "a", "b", "c").size();
        for (int cut = 0; cut <= events; cut++) {
            ledger.clear();
            ListedStream inner = new ListedStream(ListedEngine.reply("m", "a", "b", "c"));
            ChatStream stream = gateway(inner).chat(Calls.any(), request());
            for (int i = 0; i < cut; i++) {
                stream.next();
            }
            stream.close();
            stream.close();
            assertThat(inner.closed()).isPositive();
            assertThat(admission.active()).isZero();
            Outcome expected = cut == events ? Outcome.FINISHED : Outcome.CANCELLED;
            assertThat(ledger).extracting(LedgerEntry::outcome).containsExactly(expected);
        }
    }

    @Test
    void a_cancelled_calls_usage_is_marked_as_estimated() {
        ChatStream stream = gateway(hello).chat(Calls.any(), request());
        stream.next();
        stream.next();
        stream.close();
        assertThat(ledger.getFirst().usage().outputTokens()).isEqualTo(1);
        assertThat(ledger.getFirst().usage().estimated()).isTrue();
    }

    @Test
    void a_failure_in_mid_stream_is_passed_on_and_metered() {
        ApiException broken = new ApiException(new UpstreamFailed("x", 500, "broke"));
        List<ChatEvent> begun = ListedEngine.reply("m", "a").subList(0, 2);
        ChatStream stream = gateway(new ListedStream(begun, broken)).chat(Calls.any(), request());
        stream.next();
        stream.next();
        assertThatThrownBy(stream::next).isSameAs(broken);
        assertThat(admission.active()).isZero();
        assertThat(ledger).singleElement().satisfies(this::failedUpstream);
        stream.close();
        assertThat(ledger).hasSize(1);
    }

    private void failedUpstream(LedgerEntry entry) {
        assertThat(entry.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(entry.failure()).isEqualTo(ApiProblem.Kind.UPSTREAM);
    }

    @Test
    void unknown_models_are_named_and_metered() {
        Gateway gateway = gateway(hello);
        ChatRequest request =
                ChatRequest.of(new ModelId("nope"), List.of(ChatMessage.of(Role.USER, "hi")));
        assertThat(problem(() -> gateway.chat(Calls.any(), request)))
                .isEqualTo(new ModelNotFound("nope"));
        assertThat(ledger.getFirst().responseModel()).isNull();
        assertThat(problem(() -> gateway.model(Calls.any(), "x".repeat(1000))))
                .isInstanceOf(ModelNotFound.class);
    }

    @Test
    void an_alias_does_not_open_a_forbidden_model() {
        Gateway gateway = gateway(hello);
        CallContext outsider =
                Calls.of(Calls.caller("k", List.of("other")), Duration.ofMinutes(1), false);
        for (String name : List.of("m", "alias")) {
            ChatRequest request =
                    ChatRequest.of(new ModelId(name), List.of(ChatMessage.of(Role.USER, "hi")));
            assertThat(problem(() -> gateway.chat(outsider, request)))
                    .isEqualTo(new ModelNotFound(name));
        }
        assertThat(gateway.models(outsider)).isEmpty();
        assertThat(gateway.models(Calls.any())).hasSize(1);
    }

    @Test
    void a_caller_without_the_permission_is_refused() {
        var nobody = new dev.parlance.core.access.Caller("n", Set.of(), List.of(), false, null);
        CallContext context = Calls.of(nobody, Duration.ofMinutes(1), false);
        assertThat(problem(() -> gateway(hello).chat(context, request())))
                .isInstanceOf(Forbidden.class);
    }

    @Test
    void what_changes_the_meaning_is_refused_by_name() {
        Gateway gateway = gateway(hello);
        Tool tool = new Tool("f", null, JsonObject.EMPTY, false);
        assertThat(param(gateway, request().withTools(List.of(tool), new ToolChoice.Auto(), null)))
                .isEqualTo("tools");
        assertThat(param(gateway, request().withConstraint(new OutputConstraint.Json())))
                .isEqualTo("response_format");
        assertThat(param(gateway, request().withN(2))).isEqualTo("n");
        assertThat(param(gateway, request().withTopLogprobs(3))).isEqualTo("logprobs");
        assertThat(param(gateway, request().withStop(List.of("x")))).isEqualTo("stop");
        ChatMessage picture =
                new ChatMessage(Role.USER, null, List.of(new ContentPart.Image("data:,", null)));
        assertThat(param(gateway, ChatRequest.of(new ModelId("m"), List.of(picture))))
                .isEqualTo("messages[0].content[0]");
    }

    @Test
    void what_merely_shapes_the_answer_is_reported_and_taken_out() {
        ListedEngine engine = engine((_, _) -> hello);
        CallContext context = Calls.any();
        gateway(engine).chat(context, shaped()).close();
        assertThat(context.dispositions().entries())
                .extracting(d -> d.field())
                .containsExactlyInAnyOrder("top_k", "seed", "logit_bias");
        Sampling left = engine.requests().getFirst().sampling();
        assertThat(left).isEqualTo(Sampling.DEFAULT.with(SamplingParameter.TEMPERATURE, 0.5));
    }

    @Test
    void strict_mode_refuses_what_would_be_ignored() {
        ListedEngine engine = engine((_, _) -> hello);
        assertThat(problem(() -> gateway(engine).chat(Calls.strict(), shaped())))
                .isInstanceOf(InvalidRequest.class);
        assertThat(engine.requests()).isEmpty();
    }

    @Test
    void strict_mode_also_sees_what_the_engine_finds_out() {
        ListedEngine engine =
                engine((context, _) -> {
                    context.dispositions().ignored("tools[0].strict", "no grammar");
                    return hello;
                });
        assertThat(problem(() -> gateway(engine).chat(Calls.strict(), request())))
                .isInstanceOfSatisfying(
                        InvalidRequest.class,
                        p -> assertThat(p.param()).isEqualTo("tools[0].strict"));
        assertThat(hello.closed()).isEqualTo(1);
        assertThat(admission.active()).isZero();
    }

    private static ChatRequest shaped() {
        return request()
                .withSampling(
                        Sampling.DEFAULT
                                .with(SamplingParameter.TEMPERATURE, 0.5)
                                .with(SamplingParameter.TOP_K, 40)
                                .withSeed(7L)
                                .withLogitBias(Map.of(5, 1.0)));
    }

    private static String param(Gateway gateway, ChatRequest request) {
        return problem(() -> gateway.chat(Calls.any(), request)) instanceof Unsupported u
                ? u.param()
                : "not refused";
    }

    private static ApiProblem problem(Runnable call) {
        try {
            call.run();
        } catch (ApiException e) {
            return e.problem();
        }
        throw new AssertionError("no problem");
    }

    private static ChatRequest request() {
        return ChatRequest.of(new ModelId("m"), List.of(ChatMessage.of(Role.USER, "hi")));
    }

    private static ListedEngine engine(BiFunction<CallContext, ChatRequest, ChatStream> answer) {
        return new ListedEngine("listed", List.of(ListedEngine.card("m", Capability.CHAT)), answer);
    }

    private Gateway gateway(ListedStream stream) {
        return gateway(engine((_, _) -> stream));
    }

    private Gateway gateway(ListedEngine engine) {
        return new Gateway(
                new Router(List.of(engine), Map.of("alias", "m")),
                admission,
                ledger::add,
                Clock.systemUTC());
    }
}
