package dev.parlance.core.engine;

import static dev.parlance.core.engine.EngineSubject.LONG_TOKENS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatResult;
import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.model.Capability;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What every chat engine does with stop sequences. Engines without [Capability#STOP] skip it; that
/// they refuse is in [CapabilityContract].
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class StopSequenceContract {
    private final EngineSubject subject;
    private EngineHarness harness;

    protected StopSequenceContract(EngineSubject subject) {
        this.subject = subject;
    }

    @BeforeAll
    void open() {
        harness = new EngineHarness(subject);
        assumeTrue(harness.can(Capability.STOP), "the model has no stop sequences");
    }

    @AfterAll
    void close() {
        harness.close();
    }

    @Test
    void a_stop_sequence_is_never_in_the_output() {
        ChatRequest free = free();
        String text = onlyChoice(harness.chat(free)).text();
        for (int length : new int[] {1, 3, 7}) {
            int from = Math.min(text.length() / 3, text.length() - length);
            String stop = text.substring(from, from + length);

            ChatResult.Choice stopped = onlyChoice(harness.chat(free.withStop(List.of(stop))));

            assertThat(stopped.text()).isEqualTo(text.substring(0, text.indexOf(stop)));
            assertThat(stopped.finishReason()).isEqualTo(FinishReason.STOP);
        }
    }

    @Test
    void the_stop_sequence_that_comes_first_wins() {
        ChatRequest free = free();
        String text = onlyChoice(harness.chat(free)).text();
        String late = text.substring(text.length() / 2, text.length() / 2 + 3);
        String early = text.substring(1, 3);

        ChatRequest stopping = free.withStop(List.of(late, early, "never said \u0001"));

        assertThat(onlyChoice(harness.chat(stopping)).text())
                .isEqualTo(text.substring(0, Math.min(text.indexOf(late), text.indexOf(early))));
    }

    @Test
    void a_stop_sequence_that_begins_but_does_not_come_holds_nothing_back_for_good() {
        ChatRequest free = free();
        String text = onlyChoice(harness.chat(free)).text();
        String tail = text.substring(text.length() - 3) + "\u0001";

        ChatResult.Choice choice = onlyChoice(harness.chat(free.withStop(List.of(tail))));

        assertThat(choice.text()).isEqualTo(text);
        assertThat(choice.finishReason()).isEqualTo(FinishReason.LENGTH);
    }

    private ChatRequest free() {
        return harness.longChat(LONG_TOKENS)
                .withSampling(harness.repeatable(subject.longChat().sampling()));
    }

    private static ChatResult.Choice onlyChoice(ChatResult result) {
        assertThat(result.choices()).hasSize(1);
        return result.choices().getFirst();
    }
}
