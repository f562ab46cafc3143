package dev.parlance.core.character;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.problem.ApiException;
import org.jspecify.annotations.Nullable;

/// The texts in a file's object. Stateless.
final class FieldText {
    private FieldText() {}

    /// The text under the first of these keys that has one that is not blank, or nothing.
    ///
    /// @param what the file is, for complaints, like `The character 'Ada'`
    /// @throws ApiException `InvalidRequest` when such a key holds a list or an object
    static String first(JsonObject object, String what, String... keys) {
        for (String key : keys) {
            String text = text(what, key, object.get(key));
            if (!text.isBlank()) {
                return text;
            }
        }
        return "";
    }

    private static String text(String what, String key, @Nullable JsonValue value) {
        return switch (value) {
            case null -> "";
            case JsonNull _ -> "";
            case JsonString(var text) -> text;
            case JsonNumber(var number) -> number.toPlainString();
            case JsonBoolean(var flag) -> Boolean.toString(flag);
            case JsonArray _, JsonObject _ ->
                    throw ApiException.invalid(null, what + ": '" + key + "' is to be a text.");
        };
    }
}
