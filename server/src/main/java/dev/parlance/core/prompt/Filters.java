package dev.parlance.core.prompt;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Every filter by its name.
final class Filters {

    private static final Map<String, Builtin> BY_NAME = new HashMap<>();

    static {
        Consumer<Builtin> add = builtin -> BY_NAME.put(builtin.name(), builtin);
        TextFilters.register(add);
        NumberFilters.register(add);
        SequenceFilters.register(add);
        OrderFilters.register(add);
        SelectionFilters.register(add);
        alias("count", "length");
        alias("d", "default");
        alias("e", "escape");
    }

    private Filters() {}

    private static void alias(String alias, String name) {
        Builtin builtin = BY_NAME.get(name);
        if (builtin != null) {
            BY_NAME.put(alias, builtin);
        }
    }

    static @Nullable Builtin find(String name) {
        return BY_NAME.get(name);
    }

    /// The filter of this name.
    static Builtin named(Execution run, String name) {
        Builtin builtin = find(name);
        if (builtin == null) {
            throw run.failure("unknown filter '" + name + "'");
        }
        return builtin;
    }
}
