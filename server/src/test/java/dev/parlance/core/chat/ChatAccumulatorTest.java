package dev.parlance.core.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.ListedEngine;
import dev.parlance.core.ListedStream;
import dev.parlance.core.chat.ChatEvent.Finished;
import dev.parlance.core.chat.ChatEvent.ReasoningDelta;
import dev.parlance.core.chat.ChatEvent.Started;
import dev.parlance.core.chat.ChatEvent.TextDelta;
import dev.parlance.core.chat.ChatEvent.ToolCallDelta;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.usage.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatAccumulatorTest {
    @Test
    void folds_interleaved_choices_apart() {
        List<ChatEvent> events =
                List.of(
                        new Started(new ModelId("m"), "fp"),
                        new TextDelta(1, "b1"),
                        new ReasoningDelta(0, "hm"),
                        new TextDelta(0, "a1"),
                        new TextDelta(1, "b2"),
                        new TextDelta(0, "a2"),
                        new Finished(
                                List.of(FinishReason.STOP, FinishReason.LENGTH), Usage.of(1, 5)));
        ChatResult result = ChatAccumulator.drain(new ListedStream(events));
        assertThat(result.fingerprint()).isEqualTo("fp");
        assertThat(result.choices())
                .extracting(ChatResult.Choice::text)
                .containsExactly("a1a2", "b1b2");
        assertThat(result.choices().getFirst().reasoning()).isEqualTo("hm");
        assertThat(result.choices().getLast().finishReason()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void joins_the_pieces_of_each_tool_call() {
        List<ChatEvent> events =
                List.of(
                        new Started(new ModelId("m"), null),
                        new ToolCallDelta(0, 0, "c0", "f", ""),
                        new ToolCallDelta(0, 0, null, null, "{\"a\""),
                        new ToolCallDelta(0, 1, "c1", "g", "{}"),
                        new ToolCallDelta(0, 0, null, null, ":1}"),
                        new Finished(List.of(FinishReason.TOOL_CALLS), Usage.NONE));
        ChatResult result = ChatAccumulator.drain(new ListedStream(events));
        assertThat(result.choices().getFirst().toolCalls())
                .containsExactly(
                        new ContentPart.ToolUse("c0", "f", "{\"a\":1}"),
                        new ContentPart.ToolUse("c1", "g", "{}"));
    }

    @Test
    void a_choice_without_output_is_still_there() {
        ChatResult result = ChatAccumulator.drain(new ListedStream(ListedEngine.reply("m")));
        assertThat(result.choices()).hasSize(1);
        assertThat(result.choices().getFirst().text()).isEmpty();
    }

    @Test
    void an_unfinished_stream_has_no_result() {
        ChatAccumulator accumulator = new ChatAccumulator();
        accumulator.add(new Started(new ModelId("m"), null));
        assertThatThrownBy(accumulator::result).isInstanceOf(IllegalStateException.class);
    }
}
