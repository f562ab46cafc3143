package dev.parlance.engine.llama.child;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Records as JSON and back, by their declared components: whatever core's requests and events have
/// gets across, also what they get one day.
///
/// A record is an object, a variant of a sealed interface an object that names itself under `is`,
/// `null` is absent. Decoding makes nothing but records, enums and values that the declared types
/// allow, through constructors that check them: what comes from an untrusted process can be wrong,
/// not dangerous. Stateless but for what is known of types; thread-safe.
public final class RecordCodec {
    private static final String VARIANT = "is";

    private RecordCodec() {}

    /// This record as JSON.
    public static JsonObject encode(Record record) {
        return (JsonObject) encode(record.getClass(), record);
    }

    /// This value of a sealed interface as JSON.
    static <T> JsonObject encode(Class<T> type, T value) {
        return (JsonObject) encode((Type) type, value);
    }

    /// The value of this type that the JSON describes.
    ///
    /// @throws CodecException when it does not
    public static <T> T decode(Class<T> type, JsonValue json) {
        return type.cast(decode((Type) type, json));
    }

    private static JsonValue encode(Type type, Object value) {
        if (type instanceof ParameterizedType generic) {
            return encodeGeneric(generic, value);
        }
        Class<?> plain = (Class<?>) type;
        if (JsonValue.class.isAssignableFrom(plain)) {
            return (JsonValue) value;
        }
        if (plain.isRecord()) {
            return new JsonObject(members(plain, value));
        }
        if (plain.isSealed()) {
            Map<String, JsonValue> members = new LinkedHashMap<>();
            members.put(VARIANT, new JsonString(value.getClass().getSimpleName()));
            members.putAll(members(value.getClass(), value));
            return new JsonObject(members);
        }
        return Scalars.encode(plain, value);
    }

    private static Map<String, JsonValue> members(Class<?> type, Object value) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        for (RecordComponent component : RecordShape.of(type).components()) {
            Object part = RecordShape.get(component, value);
            if (part != null) {
                members.put(component.getName(), encode(component.getGenericType(), part));
            }
        }
        return members;
    }

    private static JsonValue encodeGeneric(ParameterizedType type, Object value) {
        Type[] arguments = type.getActualTypeArguments();
        List<JsonValue> elements = new ArrayList<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, each) -> {
                elements.add(encode(arguments[0], key));
                elements.add(encode(arguments[1], each));
            });
        } else if (value instanceof Collection<?> collection) {
            collection.forEach(each -> elements.add(encode(arguments[0], each)));
        } else {
            throw new CodecException("no JSON for " + type);
        }
        return new JsonArray(elements);
    }

    private static Object decode(Type type, JsonValue json) {
        if (type instanceof ParameterizedType generic) {
            return decodeGeneric(generic, json);
        }
        Class<?> plain = (Class<?>) type;
        if (JsonValue.class.isAssignableFrom(plain)) {
            return plain.cast(checked(plain, json));
        }
        if (plain.isRecord()) {
            return make(plain, object(plain, json));
        }
        if (plain.isSealed()) {
            JsonObject object = object(plain, json);
            if (!(object.get(VARIANT) instanceof JsonString(var name))) {
                throw new CodecException("a " + plain.getSimpleName() + " names no variant");
            }
            return make(RecordShape.variant(plain, name), object);
        }
        return Scalars.decode(plain, json);
    }

    private static JsonValue checked(Class<?> type, JsonValue json) {
        if (!type.isInstance(json)) {
            throw new CodecException("expected a " + type.getSimpleName());
        }
        return json;
    }

    private static JsonObject object(Class<?> type, JsonValue json) {
        if (json instanceof JsonObject object) {
            return object;
        }
        throw new CodecException("a " + type.getSimpleName() + " is no object");
    }

    private static Object decodeGeneric(ParameterizedType type, JsonValue json) {
        if (!(json instanceof JsonArray(var elements))) {
            throw new CodecException("a " + type + " is no array");
        }
        Type[] arguments = type.getActualTypeArguments();
        Class<?> raw = (Class<?>) type.getRawType();
        if (raw == Map.class) {
            if (elements.size() % 2 != 0) {
                throw new CodecException("a map has a key without a value");
            }
            Map<Object, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < elements.size(); i += 2) {
                map.put(
                        decode(arguments[0], elements.get(i)),
                        decode(arguments[1], elements.get(i + 1)));
            }
            return map;
        }
        Collection<Object> values =
                raw == List.class ? new ArrayList<>(elements.size()) : new LinkedHashSet<>();
        if (!raw.isInstance(values)) {
            throw new CodecException("no value of " + type);
        }
        elements.forEach(element -> values.add(decode(arguments[0], element)));
        return values;
    }

    private static Object make(Class<?> type, JsonObject object) {
        RecordShape shape = RecordShape.of(type);
        @Nullable Object[] parts = new Object[shape.components().size()];
        for (int i = 0; i < parts.length; i++) {
            RecordComponent component = shape.components().get(i);
            JsonValue json = object.get(component.getName());
            if (json != null) {
                parts[i] = decode(component.getGenericType(), json);
            } else if (!RecordShape.mayBeNull(component)) {
                throw new CodecException(
                        type.getSimpleName() + " lacks '" + component.getName() + "'");
            }
        }
        try {
            return shape.constructor().newInstance(parts);
        } catch (InvocationTargetException e) {
            throw new CodecException("a " + type.getSimpleName() + " is wrong: " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new CodecException("no " + type.getSimpleName() + " can be made", e);
        }
    }
}
