package dev.parlance.core.character;

import dev.parlance.core.json.JsonValue.JsonObject;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Somebody whom a model plays in a chat.
///
/// @param name what requests call it
/// @param bot the name that it speaks under, never empty
/// @param user the name of whom it speaks to, or nothing
/// @param context who it is and what the scene is, placeholders included; may be empty
/// @param greeting what it says first, or nothing; clients send it themselves
public record CharacterCard(String name, String bot, String user, String context, String greeting) {
    public CharacterCard {
        bot = bot.isBlank() ? name : bot.strip();
        user = user.strip();
        context = context.strip();
        greeting = greeting.strip();
    }

    /// The character that a file describes: with a `context`, in Pygmalion's fields, or as a card
    /// of TavernAI's, whose fields may be under `data`.
    ///
    /// @throws dev.parlance.core.problem.ApiException `InvalidRequest` when a field is no text
    public static CharacterCard of(String name, JsonObject file) {
        JsonObject fields = file.get("data") instanceof JsonObject data ? data : file;
        String what = "The character '" + name + "'";
        String bot = FieldText.first(fields, what, "name", "bot", "<|bot|>", "char_name");
        String user = FieldText.first(fields, what, "your_name", "user", "<|user|>");
        String context = FieldText.first(fields, what, "context");
        String greeting = FieldText.first(fields, what, "greeting", "char_greeting", "first_mes");
        return new CharacterCard(
                name,
                bot,
                user,
                context.isEmpty() ? composed(fields, what, bot.isEmpty() ? name : bot) : context,
                greeting);
    }

    private static String composed(JsonObject fields, String what, String bot) {
        String persona = FieldText.first(fields, what, "char_persona", "description").strip();
        String scene = FieldText.first(fields, what, "world_scenario", "scenario").strip();
        String dialogue = FieldText.first(fields, what, "example_dialogue", "mes_example").strip();
        return Stream.of(
                        persona.isEmpty() ? "" : bot + "'s Persona: " + persona,
                        scene.isEmpty() ? "" : "Scenario: " + scene,
                        dialogue)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n"));
    }
}
