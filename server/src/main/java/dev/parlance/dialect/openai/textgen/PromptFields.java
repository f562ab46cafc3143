package dev.parlance.dialect.openai.textgen;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields of a chat request that say how its prompt is made, taken out of its body.
///
/// An empty text counts as not given, as in text-generation-webui; both spellings of the names are
/// read, which there only the documentation knows.
public final class PromptFields {
    private static final int MAX_NAME = 256;
    private static final int MAX_TEXT = 1 << 20;
    private static final int MAX_LENGTH = 10_000_000;

    /// All of them.
    static final List<String> NAMES =
            List.of(
                    "mode",
                    "instruction_template",
                    "instruction_template_str",
                    "character",
                    "name1",
                    "user_name",
                    "name2",
                    "bot_name",
                    "context",
                    "greeting",
                    "user_bio",
                    "chat_template_str",
                    "chat_instruct_command",
                    "continue_",
                    "truncation_length",
                    "turn_template",
                    "name1_instruct",
                    "name2_instruct",
                    "context_instruct",
                    "system_message");

    private static final String BOS = "add_bos_token";

    private final Map<String, JsonValue> given = new HashMap<>();
    private final JsonObject rest;

    private PromptFields(JsonObject body) {
        Map<String, JsonValue> members = new LinkedHashMap<>(body.members());
        NAMES.forEach(name -> take(name, members));
        if (!given.isEmpty()) {
            take(BOS, members);
        }
        this.rest = new JsonObject(members);
    }

    private void take(String name, Map<String, JsonValue> members) {
        JsonValue value = members.remove(name);
        if (value != null) {
            given.put(name, value);
        }
    }

    /// The fields of this body.
    public static PromptFields of(JsonObject body) {
        return new PromptFields(body);
    }

    /// True when the body has any of them.
    public boolean any() {
        return !given.isEmpty();
    }

    /// The body without them.
    public JsonObject rest() {
        return rest;
    }

    /// True when the field is there and says nothing: `null` or an empty text.
    boolean saysNothing(String name) {
        JsonValue value = given.get(name);
        return value instanceof JsonNull || JsonValue.of("").equals(value);
    }

    /// True when the field is there and says something.
    boolean has(String name) {
        return given.containsKey(name) && !saysNothing(name);
    }

    /// The text of a field, or `null` when it says nothing.
    @Nullable String text(String name) {
        if (!has(name)) {
            return null;
        }
        JsonValue value = given.get(name);
        if (!(value instanceof JsonString(var text))) {
            throw wrongType(name, "a string");
        }
        if (text.length() > MAX_TEXT) {
            throw tooLong(name, text, MAX_TEXT);
        }
        return text;
    }

    /// The text of the first of two spellings that says something, or `null`.
    @Nullable String name(String first, String second) {
        String field = has(first) ? first : second;
        String name = text(field);
        if (name != null && name.length() > MAX_NAME) {
            throw tooLong(field, name, MAX_NAME);
        }
        return name;
    }

    /// The value of a field that is true or false, or `null`.
    @Nullable Boolean flag(String name) {
        if (!has(name)) {
            return null;
        }
        if (given.get(name) instanceof JsonBoolean(boolean flag)) {
            return flag;
        }
        throw wrongType(name, "a boolean");
    }

    /// `continue_`: whether to go on with the last message.
    boolean continues() {
        return Boolean.TRUE.equals(flag("continue_"));
    }

    /// Whether the tokenizer's beginning-of-text token is wanted; `null` for what is usual.
    @Nullable Boolean bos() {
        return flag(BOS);
    }

    /// `truncation_length`: what prompt and reply may have together, in tokens; `null` when it is
    /// not said, 0 for what the model takes.
    public @Nullable Integer truncationLength() {
        String name = "truncation_length";
        if (!has(name)) {
            return null;
        }
        if (!(given.get(name) instanceof JsonNumber number) || !number.isIntegral()) {
            throw wrongType(name, "an integer");
        }
        if (number.value().signum() < 0) {
            throw invalid(name, "'truncation_length' is 0 for the model's own length, or more.");
        }
        return number.value().min(BigDecimal.valueOf(MAX_LENGTH)).intValue();
    }

    static ApiException invalid(String name, String message) {
        return new ApiException(new InvalidRequest(name, message, "invalid_value"));
    }

    private static ApiException wrongType(String name, String expected) {
        return new ApiException(
                new InvalidRequest(
                        name,
                        "Invalid type for '" + name + "': expected " + expected + ".",
                        "invalid_type"));
    }

    private static ApiException tooLong(String name, String text, int max) {
        return invalid(
                name, "'" + name + "' has " + text.length() + " characters; at most " + max + ".");
    }
}
