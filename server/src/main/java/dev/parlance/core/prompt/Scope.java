package dev.parlance.core.prompt;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The names of one block, and through its parent those around it.
final class Scope {

    private static final int HOPS_PER_STEP = 4;

    private final @Nullable Scope parent;
    private final Map<String, Value> names = new HashMap<>();

    Scope(@Nullable Scope parent) {
        this.parent = parent;
    }

    void set(String name, Value value) {
        names.put(name, value);
    }

    /// The value of a name, the innermost first, or an undefined value.
    Value get(Execution run, String name) {
        int hops = 0;
        for (Scope scope = this; scope != null; scope = scope.parent) {
            Value value = scope.names.get(name);
            if (value != null) {
                return value;
            }
            hops++;
            run.charge(hops % HOPS_PER_STEP == 0 ? 1 : 0);
        }
        Value global = Globals.named(name);
        return global != null ? global : new Value.Undefined("'" + name + "' is undefined");
    }
}
