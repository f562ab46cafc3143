package dev.parlance.engine.llama.child;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What the codec knows of one record type, looked up once.
///
/// @param components in order
/// @param constructor the one that takes them all
record RecordShape(List<RecordComponent> components, Constructor<?> constructor) {
    private static final Map<Class<?>, RecordShape> KNOWN = new ConcurrentHashMap<>();
    private static final Map<Class<?>, Map<String, Class<?>>> VARIANTS = new ConcurrentHashMap<>();

    RecordShape {
        components = List.copyOf(components);
    }

    /// The shape of this record type.
    static RecordShape of(Class<?> type) {
        return KNOWN.computeIfAbsent(type, RecordShape::look);
    }

    private static RecordShape look(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        if (components == null) {
            throw new CodecException(type.getSimpleName() + " is no record");
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        for (RecordComponent component : components) {
            component.getAccessor().setAccessible(true);
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return new RecordShape(List.of(components), constructor);
        } catch (NoSuchMethodException e) {
            throw new CodecException("no constructor of " + type.getSimpleName(), e);
        }
    }

    /// The value of one component.
    static @Nullable Object get(RecordComponent component, Object record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new CodecException("cannot read " + component, e);
        }
    }

    /// True when the component is declared to be absent at times.
    static boolean mayBeNull(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /// The record of this simple name among the variants of a sealed interface.
    static Class<?> variant(Class<?> sealed, String name) {
        Class<?> variant =
                VARIANTS.computeIfAbsent(
                                sealed,
                                type -> {
                                    Map<String, Class<?>> found = new ConcurrentHashMap<>();
                                    collect(type, found);
                                    return found;
                                })
                        .get(name);
        if (variant == null) {
            throw new CodecException("no such " + sealed.getSimpleName());
        }
        return variant;
    }

    private static void collect(Class<?> sealed, Map<String, Class<?>> found) {
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                collect(permitted, found);
            } else {
                found.put(permitted.getSimpleName(), permitted);
            }
        }
    }
}
