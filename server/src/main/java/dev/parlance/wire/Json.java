package dev.parlance.wire;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.problem.ApiException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.json.JsonFactory;

/// The JSON codec: strict UTF-8 in, UTF-8 out.
///
/// Refused besides broken syntax: invalid UTF-8, repeated keys, lone surrogates, anything after the
/// value, `NaN` and its like, and whatever exceeds the [JsonLimits]. A leading byte order mark is
/// skipped. Numbers keep their digits.
public final class Json {
    static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /// The value of this text within the default limits.
    ///
    /// @throws ApiException `InvalidRequest` that says what is wrong at which line and column
    public static JsonValue parse(byte[] utf8) {
        return parse(utf8, JsonLimits.DEFAULT);
    }

    /// The value of this text.
    ///
    /// @throws ApiException `InvalidRequest` that says what is wrong at which line and column
    public static JsonValue parse(byte[] utf8, JsonLimits limits) {
        return JsonReader.read(utf8, limits);
    }

    /// The value of this text within the default limits.
    ///
    /// @throws ApiException `InvalidRequest` that says what is wrong at which line and column
    public static JsonValue parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8), JsonLimits.DEFAULT);
    }

    /// The object of this text.
    ///
    /// @throws ApiException `InvalidRequest`, also when the value is no object
    public static JsonObject parseObject(byte[] utf8, JsonLimits limits) {
        JsonValue value = parse(utf8, limits);
        if (value instanceof JsonObject object) {
            return object;
        }
        throw ApiException.invalid(
                null, "Expected a JSON object, not " + JsonField.typeName(value) + ".");
    }

    /// The value as compact JSON in UTF-8.
    public static byte[] write(JsonValue value) {
        return new JsonWriter().value(value).toByteArray();
    }

    /// The value as compact JSON text.
    public static String text(JsonValue value) {
        return new String(write(value), StandardCharsets.UTF_8);
    }
}
