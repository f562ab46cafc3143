package dev.parlance.core.character;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.call.Disposition;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ContentPart;
import dev.parlance.core.chat.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final ChatMessage ASKED = ChatMessage.of(Role.USER, "What?");
    private static final ChatMessage CALLED =
            new ChatMessage(
                    Role.ASSISTANT, null, List.of(new ContentPart.ToolUse("c1", "look", "{}")));
    private static final ChatMessage TOLD =
            new ChatMessage(Role.TOOL, null, List.of(new ContentPart.ToolResult("c1", "That")));
    private static final ChatMessage BYE = ChatMessage.of(Role.USER, " Bye ");

    private final Dispositions dispositions = new Dispositions();

    private static ChatMessage system(String text) {
        return ChatMessage.of(Role.SYSTEM, text);
    }

    @Test
    void joins_the_system_messages_at_the_beginning_and_leaves_later_ones() {
        ChatMessage developer = ChatMessage.of(Role.DEVELOPER, "B");
        History history =
                History.of(List.of(system(" A "), developer, ASKED, system("C")), dispositions);
        assertThat(history.system()).isEqualTo("A\nB");
        assertThat(history.turns()).containsExactly(ASKED, system("C"));
    }

    @Test
    void drops_empty_user_messages_and_says_so() {
        History history =
                History.of(List.of(ASKED, ChatMessage.of(Role.USER, " \n"), BYE), dispositions);
        assertThat(history.turns()).extracting(ChatMessage::text).containsExactly("What?", "Bye");
        assertThat(dispositions.entries())
                .extracting(Disposition::field)
                .containsExactly("messages[1]");
    }

    @Test
    void refuses_a_conversation_of_nothing() {
        List<ChatMessage> nothing = List.of(ChatMessage.of(Role.USER, ""));
        assertThatThrownBy(() -> History.of(nothing, dispositions)).hasMessageContaining("empty");
    }

    @Test
    void loses_the_answers_to_calls_that_are_gone() {
        List<ChatMessage> messages = List.of(system("S"), ASKED, CALLED, TOLD, BYE);
        assertThat(History.droppable(messages)).isEqualTo(3);
        assertThat(History.withoutOldest(messages, 1))
                .containsExactly(system("S"), CALLED, TOLD, BYE);
        assertThat(History.withoutOldest(messages, 2)).containsExactly(system("S"), BYE);
        assertThat(History.withoutOldest(messages, 3)).containsExactly(system("S"), BYE);
    }
}
