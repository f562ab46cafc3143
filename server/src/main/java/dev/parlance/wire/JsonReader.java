package dev.parlance.wire;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.problem.ApiException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;

/// One reading of one JSON text: Jackson cuts the tokens, the limits are kept here.
final class JsonReader {
    private final byte[] bytes;
    private final JsonLimits limits;
    private final JsonParser parser;
    private int elements;

    private JsonReader(byte[] bytes, JsonLimits limits, JsonParser parser) {
        this.bytes = bytes;
        this.limits = limits;
        this.parser = parser;
    }

    static JsonValue read(byte[] bytes, JsonLimits limits) {
        if (bytes.length > limits.maxBytes()) {
            throw ApiException.invalid(
                    null,
                    "The JSON text has "
                            + bytes.length
                            + " bytes; at most "
                            + limits.maxBytes()
                            + " are allowed.");
        }
        checkText(bytes);
        try (JsonParser parser = Json.FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            return new JsonReader(bytes, limits, parser).document();
        } catch (JacksonException e) {
            TokenStreamLocation location = e.getLocation();
            long offset = location == null ? 0 : location.getByteOffset();
            throw JsonErrors.malformed(bytes, (int) offset, JsonErrors.reason(e));
        }
    }

    /// Jackson would take some invalid UTF-8, and UTF-16 and UTF-32 by their zero bytes.
    private static void checkText(byte[] bytes) {
        int invalid = Utf8.firstInvalid(bytes);
        if (invalid >= 0) {
            throw JsonErrors.malformed(bytes, invalid, "invalid UTF-8 at byte offset " + invalid);
        }
        for (int i = 0; i < Math.min(4, bytes.length); i++) {
            if (bytes[i] == 0) {
                throw JsonErrors.malformed(bytes, i, "a zero byte; JSON is sent as UTF-8");
            }
        }
    }

    private JsonValue document() {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw ApiException.invalid(null, "Expected JSON, got an empty text.");
        }
        JsonValue value = value(first, 1);
        if (parser.nextToken() != null) {
            throw failure("something follows after the end of the JSON value");
        }
        return value;
    }

    private JsonValue value(@Nullable JsonToken token, int depth) {
        if (++elements > limits.maxElements()) {
            throw failure("more than " + limits.maxElements() + " values");
        }
        return switch (token) {
            case START_OBJECT -> object(depth);
            case START_ARRAY -> array(depth);
            case VALUE_STRING -> new JsonString(text("a string", parser.getString()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
            case VALUE_TRUE -> new JsonBoolean(true);
            case VALUE_FALSE -> new JsonBoolean(false);
            case VALUE_NULL -> JsonNull.INSTANCE;
            case null, default -> throw failure("expected a value");
        };
    }

    private JsonObject object(int depth) {
        checkDepth(depth);
        Map<String, JsonValue> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = text("a key", parser.currentName());
            if (members.containsKey(name)) {
                throw failure("the key '" + JsonErrors.excerpt(name) + "' is given twice");
            }
            members.put(name, value(parser.nextToken(), depth + 1));
        }
        return members.isEmpty() ? JsonObject.EMPTY : new JsonObject(members);
    }

    private JsonArray array(int depth) {
        checkDepth(depth);
        List<JsonValue> values = new ArrayList<>();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            values.add(value(token, depth + 1));
        }
        return new JsonArray(values);
    }

    private String text(String what, String text) {
        if (text.length() > limits.maxStringLength()) {
            throw failure(what + " is longer than " + limits.maxStringLength() + " characters");
        }
        if (Utf8.firstLoneSurrogate(text) >= 0) {
            throw failure(what + " has a surrogate escape (\\ud800 to \\udfff) without its pair");
        }
        return text;
    }

    private JsonNumber number() {
        int length = parser.getStringLength();
        if (length > limits.maxNumberLength()) {
            throw failure("a number is longer than " + limits.maxNumberLength() + " characters");
        }
        if (length <= 18 && parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return new JsonNumber(BigDecimal.valueOf(parser.getLongValue()));
        }
        String digits = parser.getString();
        int exponent = Math.max(digits.indexOf('e'), digits.indexOf('E'));
        if (exponent >= 0 && !smallExponent(digits, exponent + 1)) {
            throw failure("a number's exponent is beyond ±" + JsonLimits.MAX_EXPONENT);
        }
        return new JsonNumber(new BigDecimal(digits));
    }

    private static boolean smallExponent(String digits, int from) {
        long exponent = 0;
        for (int i = from; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c >= '0' && c <= '9') {
                exponent = Math.min(exponent * 10 + (c - '0'), Integer.MAX_VALUE);
            }
        }
        return exponent <= JsonLimits.MAX_EXPONENT;
    }

    private void checkDepth(int depth) {
        if (depth > limits.maxDepth()) {
            throw failure("nested deeper than " + limits.maxDepth() + " levels");
        }
    }

    private ApiException failure(String reason) {
        return JsonErrors.malformed(
                bytes, (int) parser.currentTokenLocation().getByteOffset(), reason);
    }
}
