package dev.parlance.core.chat;

import dev.parlance.core.json.JsonValue.JsonObject;
import org.jspecify.annotations.Nullable;

/// A function that the model may ask the client to call.
///
/// @param name 1 to 64 letters, digits, `_` or `-`
/// @param description what it is for, or `null`
/// @param parameters the JSON Schema of its arguments
/// @param strict true when the arguments must follow the schema exactly
public record Tool(
        String name, @Nullable String description, JsonObject parameters, boolean strict) {}
