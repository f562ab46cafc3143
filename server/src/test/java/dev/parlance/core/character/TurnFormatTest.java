package dev.parlance.core.character;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.Role;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TurnFormatTest {
    private static final ChatMessage SYSTEM = ChatMessage.of(Role.SYSTEM, "SYS");
    private static final ChatMessage HELLO = ChatMessage.of(Role.USER, "Hello!");
    private static final ChatMessage HI = ChatMessage.of(Role.ASSISTANT, "Hi");
    private static final ChatMessage BYE = ChatMessage.of(Role.USER, "Bye");
    private static final TurnFormat VICUNA =
            new TurnFormat(
                    "USER:",
                    "ASSISTANT:",
                    "<|user|> <|user-message|>\n<|bot|> <|bot-message|></s>\n",
                    "<|system-message|>\n\n",
                    "A chat.");

    private static String text(TurnFormat format, ChatMessage... messages) {
        return TemplateRun.of(format.jinja(), "turn_template")
                .text(List.of(messages), Map.of(), true, Clock.systemUTC());
    }

    @Test
    void puts_each_message_into_its_part_of_the_turn() {
        assertThat(text(VICUNA, SYSTEM, HELLO, HI, BYE))
                .isEqualTo("SYS\n\nUSER: Hello!\nASSISTANT: Hi</s>\nUSER: Bye\nASSISTANT:");
    }

    @Test
    void says_its_system_message_when_the_conversation_has_none() {
        assertThat(text(VICUNA, HELLO)).isEqualTo("A chat.\n\nUSER: Hello!\nASSISTANT:");
    }

    @Test
    void counts_rounds_from_zero() {
        TurnFormat glm =
                new TurnFormat(
                        "Q:",
                        "A:",
                        "[Round <|round|>]\n<|user|><|user-message|>\n<|bot|><|bot-message|>\n",
                        "",
                        "");
        assertThat(text(glm, HELLO, HI, BYE))
                .isEqualTo("[Round 0]\nQ:Hello!\nA:Hi\n[Round 1]\nQ:Bye\nA:");
    }

    @Test
    void keeps_a_context_that_has_no_place_for_a_system_message() {
        TurnFormat plain =
                new TurnFormat(
                        "U", "B", "<|user|><|user-message|><|bot|><|bot-message|>", "Ctx.", "");
        assertThat(text(plain, HELLO)).isEqualTo("Ctx.UHello!B");
        assertThat(text(plain, SYSTEM, HELLO)).isEqualTo("Ctx.SYSUHello!B");
    }

    @Test
    void quotes_what_jinja_would_read() {
        TurnFormat odd =
                new TurnFormat(
                        "it's {{ 1 }}\\n",
                        "%}'",
                        "<|user|><|user-message|>\t<|bot|><|bot-message|>",
                        "",
                        "");
        assertThat(text(odd, HELLO)).isEqualTo("it's {{ 1 }}\\nHello!\t%}'");
    }

    @Test
    void refuses_a_turn_without_its_messages() {
        TurnFormat none = new TurnFormat("U", "B", "<|user|><|bot|>", "", "");
        assertThatThrownBy(none::jinja).hasMessageContaining("turn_template");
    }
}
