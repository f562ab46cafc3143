package dev.parlance.wire;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.util.ByteArrayBuilder;

/// Writes one JSON value piece by piece, for hot paths that need no tree.
///
/// Every call returns the writer. A lone surrogate becomes U+FFFD, so that a reply never fails on a
/// model's text. For one thread and one value.
public final class JsonWriter {
    private final ByteArrayBuilder bytes = new ByteArrayBuilder();
    private final JsonGenerator generator =
            Json.FACTORY.createGenerator(ObjectWriteContext.empty(), bytes);

    /// Begins an object as an element or as the whole value.
    public JsonWriter beginObject() {
        generator.writeStartObject();
        return this;
    }

    /// Begins an object as a member.
    public JsonWriter beginObject(String name) {
        generator.writeName(Utf8.wellFormed(name));
        return beginObject();
    }

    /// Ends the innermost object.
    public JsonWriter endObject() {
        generator.writeEndObject();
        return this;
    }

    /// Begins an array as an element or as the whole value.
    public JsonWriter beginArray() {
        generator.writeStartArray();
        return this;
    }

    /// Begins an array as a member.
    public JsonWriter beginArray(String name) {
        generator.writeName(Utf8.wellFormed(name));
        return beginArray();
    }

    /// Ends the innermost array.
    public JsonWriter endArray() {
        generator.writeEndArray();
        return this;
    }

    /// A member with this text, or JSON `null` for Java's.
    public JsonWriter field(String name, @Nullable String value) {
        generator.writeName(Utf8.wellFormed(name));
        return value(value);
    }

    /// A member with this integer.
    public JsonWriter field(String name, long value) {
        generator.writeName(Utf8.wellFormed(name));
        return value(value);
    }

    /// A member with this number.
    ///
    /// @throws IllegalArgumentException for an infinite value or a NaN, which JSON cannot say
    public JsonWriter field(String name, double value) {
        generator.writeName(Utf8.wellFormed(name));
        return value(value);
    }

    /// A member with this boolean.
    public JsonWriter field(String name, boolean value) {
        generator.writeName(Utf8.wellFormed(name));
        return value(value);
    }

    /// A member with this value.
    public JsonWriter field(String name, JsonValue value) {
        generator.writeName(Utf8.wellFormed(name));
        return value(value);
    }

    /// A member with JSON `null`.
    public JsonWriter nullField(String name) {
        generator.writeName(Utf8.wellFormed(name));
        return nullValue();
    }

    /// An element with this text, or JSON `null` for Java's.
    public JsonWriter value(@Nullable String value) {
        if (value == null) {
            return nullValue();
        }
        generator.writeString(Utf8.wellFormed(value));
        return this;
    }

    /// An element with this integer.
    public JsonWriter value(long value) {
        generator.writeNumber(value);
        return this;
    }

    /// An element with this number; whole ones keep their `.0`.
    ///
    /// @throws IllegalArgumentException for an infinite value or a NaN, which JSON cannot say
    public JsonWriter value(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("no JSON for " + value);
        }
        generator.writeNumber(value);
        return this;
    }

    /// An element with this number in the fewest digits that a `float` needs.
    ///
    /// @throws IllegalArgumentException for an infinite value or a NaN, which JSON cannot say
    public JsonWriter value(float value) {
        if (!Float.isFinite(value)) {
            throw new IllegalArgumentException("no JSON for " + value);
        }
        generator.writeNumber(value);
        return this;
    }

    /// An element with this boolean.
    public JsonWriter value(boolean value) {
        generator.writeBoolean(value);
        return this;
    }

    /// An element with JSON `null`.
    public JsonWriter nullValue() {
        generator.writeNull();
        return this;
    }

    /// An element with this value.
    public JsonWriter value(JsonValue value) {
        switch (value) {
            case JsonNull _ -> generator.writeNull();
            case JsonBoolean(boolean bool) -> generator.writeBoolean(bool);
            case JsonNumber(BigDecimal number) -> generator.writeNumber(number.toString());
            case JsonString(String text) -> generator.writeString(Utf8.wellFormed(text));
            case JsonArray(var values) -> {
                generator.writeStartArray();
                values.forEach(this::value);
                generator.writeEndArray();
            }
            case JsonObject(var members) -> {
                generator.writeStartObject();
                for (Map.Entry<String, JsonValue> member : members.entrySet()) {
                    field(member.getKey(), member.getValue());
                }
                generator.writeEndObject();
            }
        }
        return this;
    }

    /// The finished JSON in UTF-8; the writer is of no use afterwards.
    ///
    /// @throws IllegalStateException when an object or array is still open
    public byte[] toByteArray() {
        if (!generator.streamWriteContext().inRoot()) {
            throw new IllegalStateException("an object or array is still open");
        }
        generator.close();
        return bytes.getClearAndRelease();
    }
}
