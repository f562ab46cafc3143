package dev.parlance.engine.llama.child;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonString;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/// The values that are no records: text, numbers, truth, enums, times, paths, vectors (as base64 of
/// little-endian floats). Stateless.
final class Scalars {
    private Scalars() {}

    static JsonValue encode(Class<?> type, Object value) {
        return switch (value) {
            case String text -> new JsonString(text);
            case Boolean truth -> new JsonBoolean(truth);
            case Integer number -> new JsonNumber(BigDecimal.valueOf(number));
            case Long number -> new JsonNumber(BigDecimal.valueOf(number));
            case Double number ->
                    Double.isFinite(number)
                            ? new JsonNumber(new BigDecimal(number.toString()))
                            : new JsonString(number.toString());
            case BigDecimal number -> new JsonNumber(number);
            case Enum<?> constant -> new JsonString(constant.name());
            case Duration time -> new JsonString(time.toString());
            case Instant time -> new JsonString(time.toString());
            case Path path -> new JsonString(path.toString());
            case float[] vector -> new JsonString(base64(vector));
            default -> throw new CodecException("no JSON for a " + type.getSimpleName());
        };
    }

    private static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    static Object decode(Class<?> type, JsonValue json) {
        try {
            return switch (json) {
                case JsonBoolean(boolean truth)
                        when type == boolean.class || type == Boolean.class ->
                        truth;
                case JsonNumber(var number) -> number(type, number);
                case JsonString(var text) -> text(type, text);
                default -> throw new CodecException("a " + type.getSimpleName() + " is wrong");
            };
        } catch (RuntimeException e) {
            throw e instanceof CodecException known
                    ? known
                    : new CodecException("a " + type.getSimpleName() + " is wrong", e);
        }
    }

    private static Object number(Class<?> type, BigDecimal number) {
        if (type == int.class || type == Integer.class) {
            return number.intValueExact();
        }
        if (type == long.class || type == Long.class) {
            return number.longValueExact();
        }
        if (type == double.class || type == Double.class) {
            return number.doubleValue();
        }
        if (type == BigDecimal.class) {
            return number;
        }
        throw new CodecException("a " + type.getSimpleName() + " is no number");
    }

    private static Object text(Class<?> type, String text) {
        if (type == String.class) {
            return text;
        }
        if (type.isEnum()) {
            return constant(type, text);
        }
        if (type == double.class || type == Double.class) {
            return Double.valueOf(text);
        }
        if (type == Duration.class) {
            return Duration.parse(text);
        }
        if (type == Instant.class) {
            return Instant.parse(text);
        }
        if (Path.class.isAssignableFrom(type)) {
            return Path.of(text);
        }
        if (type == float[].class) {
            ByteBuffer bytes =
                    ByteBuffer.wrap(Base64.getDecoder().decode(text))
                            .order(ByteOrder.LITTLE_ENDIAN);
            float[] vector = new float[bytes.remaining() / 4];
            bytes.asFloatBuffer().get(vector);
            return vector;
        }
        throw new CodecException("a " + type.getSimpleName() + " is no text");
    }

    private static Object constant(Class<?> type, String name) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new CodecException("no such " + type.getSimpleName());
    }
}
