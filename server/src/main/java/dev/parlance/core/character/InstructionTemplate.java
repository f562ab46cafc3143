package dev.parlance.core.character;

import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.problem.ApiException;

/// How a family of models was taught to read a conversation.
///
/// @param name what requests call it
/// @param source the chat template in Jinja
public record InstructionTemplate(String name, String source) {

    /// The template that a file describes: under `instruction_template` in Jinja, or in the older
    /// form of turns.
    ///
    /// @throws ApiException `InvalidRequest` when it has neither
    public static InstructionTemplate of(String name, JsonObject file) {
        if (file.get("instruction_template") instanceof JsonString(var source)) {
            return new InstructionTemplate(name, source);
        }
        String what = "The instruction template '" + name + "'";
        String turns = text(file, what, "turn_template");
        if (turns.isEmpty()) {
            throw ApiException.invalid(
                    "instruction_template",
                    what + " has neither 'instruction_template' nor 'turn_template'.");
        }
        TurnFormat format =
                new TurnFormat(
                        text(file, what, "user"),
                        text(file, what, "bot"),
                        turns,
                        text(file, what, "context"),
                        text(file, what, "system_message"));
        return new InstructionTemplate(name, format.jinja());
    }

    private static String text(JsonObject file, String what, String key) {
        return file.get(key) instanceof JsonString(var text)
                ? text
                : FieldText.first(file, what, key);
    }
}
