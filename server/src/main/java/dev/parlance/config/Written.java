package dev.parlance.config;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What was written for a key, read as the simple things that the value types are made of.
final class Written {
    private Written() {}

    /// How it was written, for an error.
    static String phrase(JsonValue raw) {
        return switch (raw) {
            case JsonNull _ -> "nothing";
            case JsonBoolean(boolean value) -> String.valueOf(value);
            case JsonNumber(BigDecimal value) -> value.toPlainString();
            case JsonString(String value) -> "'" + value + "'";
            case JsonArray _ -> "a list";
            case JsonObject _ -> "a group of keys";
        };
    }

    /// The clause for a value that its type does not take.
    static String refusal(ValueType type, JsonValue raw) {
        return "must be " + type.phrase() + ", not " + phrase(raw);
    }

    /// Text that is not blank; the complaint is for what is no text at all.
    static String text(JsonValue raw, String complaint) {
        if (!(raw instanceof JsonString(String text))) {
            throw new IllegalArgumentException(complaint);
        }
        if (text.isBlank()) {
            throw new IllegalArgumentException("is empty");
        }
        return text;
    }

    /// A number, or text that spells one.
    ///
    /// @throws NumberFormatException when it is none
    static BigDecimal number(JsonValue raw) {
        return switch (raw) {
            case JsonNumber(BigDecimal value) -> value;
            case JsonString(String text) when text.length() <= 40 -> new BigDecimal(text.strip());
            case JsonNull _, JsonBoolean _, JsonString _, JsonArray _, JsonObject _ ->
                    throw new NumberFormatException("no number");
        };
    }

    /// A list of texts, or one text with commas.
    static List<String> list(JsonValue raw) {
        List<String> texts = new ArrayList<>();
        if (raw instanceof JsonArray(var values)) {
            for (JsonValue value : values) {
                texts.add(text(value, "holds a value that is no text; put it in quotes"));
            }
        } else {
            for (String part : text(raw, "must be a list of texts").split(",", -1)) {
                texts.add(text(JsonValue.of(part.strip()), "holds nothing"));
            }
        }
        return List.copyOf(texts);
    }

    /// A path from a base folder, or from the home folder when it starts with `~/`.
    static Path path(String text, Path base) {
        try {
            String home = System.getProperty("user.home");
            Path path = text.startsWith("~/") ? Path.of(home, text.substring(2)) : Path.of(text);
            return base.resolve(path).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is no path here: '" + text + "'", e);
        }
    }
}
