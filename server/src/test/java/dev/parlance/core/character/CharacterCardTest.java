package dev.parlance.core.character;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.wire.Json;
import org.junit.jupiter.api.Test;

class CharacterCardTest {
    private static CharacterCard card(String json) {
        return CharacterCard.of("file", (JsonObject) Json.parse(json));
    }

    @Test
    void reads_context_greeting_and_names() {
        CharacterCard card =
                card(
                        """
                        {"name": "Ada", "user": "Bob", "context": " who \\n", "greeting": "Hi"}\
                        """);
        assertThat(card).isEqualTo(new CharacterCard("file", "Ada", "Bob", "who", "Hi"));
    }

    @Test
    void takes_the_first_alias_that_is_not_empty_and_else_the_files_name() {
        assertThat(card("{\"name\": \"\", \"<|bot|>\": \"B\"}").bot()).isEqualTo("B");
        assertThat(card("{\"char_name\": \"C\", \"your_name\": \"Y\"}").user()).isEqualTo("Y");
        assertThat(card("{}").bot()).isEqualTo("file");
        assertThat(card("{\"name\": 7}").bot()).isEqualTo("7");
    }

    @Test
    void composes_a_context_from_pygmalions_fields() {
        CharacterCard card =
                card(
                        """
                        {"char_name": "Ada", "char_persona": "Calm", "world_scenario": "A lab",
                         "example_dialogue": "\\nYou: Hi\\n", "char_greeting": "Welcome"}\
                        """);
        assertThat(card.context()).isEqualTo("Ada's Persona: Calm\nScenario: A lab\nYou: Hi");
        assertThat(card.greeting()).isEqualTo("Welcome");
    }

    @Test
    void reads_a_card_of_tavern_ais() {
        CharacterCard card =
                card(
                        """
                        {"spec": "chara_card_v2", "data": {"name": "Ada", "description": "Calm",
                         "first_mes": "Hi", "mes_example": "", "scenario": "A lab"}}\
                        """);
        assertThat(card.context()).isEqualTo("Ada's Persona: Calm\nScenario: A lab");
        assertThat(card.greeting()).isEqualTo("Hi");
    }

    @Test
    void names_a_field_that_is_no_text() {
        assertThatThrownBy(() -> card("{\"context\": [1]}")).hasMessageContaining("'context'");
    }
}
