package dev.parlance.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.access.Caller;
import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Deadline;
import dev.parlance.core.call.Disposition;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.chat.ChatAccumulator;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatResult;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.chat.Role;
import dev.parlance.core.completion.CompletionPrompt;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.ContextTooLong;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.engine.llama.Batching.Overflow;
import dev.parlance.engine.llama.Batching.Sharing;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PromptFitTest {
    private static final int CONTEXT = 128;
    private LlamaEngine dropping;
    private LlamaEngine refusing;

    @BeforeAll
    void open() {
        LlamaSettings settings = BuiltinSubject.settings().withSlots(1, CONTEXT);
        Batching drop = new Batching(64, 0, Sharing.SHARED, Overflow.DROP_MIDDLE);
        dropping = new LlamaEngine(settings.withBatching(drop), Clock.systemUTC());
        refusing = new LlamaEngine(settings, Clock.systemUTC());
    }

    @AfterAll
    void close() {
        dropping.close();
        refusing.close();
    }

    @Test
    void a_long_conversation_is_refused_unless_configured() {
        assertThatThrownBy(() -> ask(refusing, context(), conversation(30)))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> assertThat(e.problem()).isInstanceOf(ContextTooLong.class));
    }

    @Test
    void a_long_conversation_loses_its_oldest_turns_and_says_so() {
        CallContext context = context();
        ChatResult result = ask(dropping, context, conversation(30));

        assertThat(result.usage().inputTokens()).isLessThanOrEqualTo(CONTEXT - 8);
        assertThat(context.dispositions().entries())
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.field()).isEqualTo("messages");
                    assertThat(entry.outcome()).isEqualTo(Disposition.Outcome.APPROXIMATED);
                    assertThat(entry.reason()).contains("older messages were dropped");
                });
    }

    @Test
    void what_fits_is_left_alone() {
        CallContext context = context();
        ask(dropping, context, conversation(1));
        assertThat(context.dispositions().entries()).isEmpty();
    }

    @Test
    void a_single_long_message_loses_its_middle() {
        CallContext context = context();
        ChatRequest one =
                ChatRequest.of(BuiltinSubject.MODEL, List.of(user("word ".repeat(500))))
                        .withMaxTokens(8);
        assertThat(ask(dropping, context, one).usage().inputTokens()).isEqualTo(CONTEXT - 8);
        assertThat(context.dispositions().entries())
                .extracting(Disposition::field)
                .containsExactly("messages.content");
    }

    @Test
    void a_long_prompt_keeps_its_beginning_and_its_end() {
        CallContext context = context();
        CompletionRequest request =
                new CompletionRequest(
                        BuiltinSubject.MODEL,
                        new CompletionPrompt.Text("one two three ".repeat(300)),
                        null,
                        false,
                        Sampling.DEFAULT,
                        List.of(),
                        1,
                        8,
                        null,
                        JsonObject.EMPTY);
        try (ChatStream stream = dropping.complete(context, BuiltinSubject.MODEL, request)) {
            assertThat(ChatAccumulator.drain(stream).usage().inputTokens()).isEqualTo(CONTEXT - 8);
        }
        assertThat(context.dispositions().entries())
                .extracting(Disposition::field)
                .containsExactly("prompt");
    }

    @Test
    void system_messages_and_the_last_turn_always_stay() {
        List<ChatMessage> kept = PromptFit.withoutOldest(conversation(5).messages(), 1);

        assertThat(kept).hasSize(2);
        assertThat(kept.getFirst().role()).isEqualTo(Role.SYSTEM);
        assertThat(kept.getLast().text()).isEqualTo("Question 4");
        assertThat(PromptFit.withoutOldest(kept, 1)).isNull();
    }

    @Test
    void turns_are_dropped_whole_from_the_oldest() {
        List<ChatMessage> kept = PromptFit.withoutOldest(conversation(5).messages(), 0.01);

        assertThat(kept).hasSize(conversation(5).messages().size() - 2);
        assertThat(kept.get(1).text()).isEqualTo("Question 1");
    }

    private static ChatRequest conversation(int turns) {
        List<ChatMessage> messages = new ArrayList<>();
        messages.add(ChatMessage.of(Role.SYSTEM, "Be brief."));
        for (int i = 0; i < turns; i++) {
            messages.add(user("Question " + i));
            if (i < turns - 1) {
                messages.add(ChatMessage.of(Role.ASSISTANT, "Answer " + i));
            }
        }
        return ChatRequest.of(BuiltinSubject.MODEL, messages).withMaxTokens(8);
    }

    private static ChatMessage user(String text) {
        return ChatMessage.of(Role.USER, text);
    }

    private static ChatResult ask(LlamaEngine engine, CallContext context, ChatRequest request) {
        try (ChatStream stream = engine.chat(context, BuiltinSubject.MODEL, request)) {
            return ChatAccumulator.drain(stream);
        }
    }

    private static CallContext context() {
        return new CallContext(
                Caller.ANONYMOUS,
                "test",
                Deadline.after(Duration.ofMinutes(1)),
                CompatProfile.OPENAI,
                false,
                new Dispositions());
    }
}
