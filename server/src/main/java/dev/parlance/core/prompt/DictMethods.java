package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Arguments.Bound;
import dev.parlance.core.prompt.Value.Dict;
import dev.parlance.core.prompt.Value.ListValue;
import dev.parlance.core.prompt.Value.None;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Python's methods of mappings; what Python calls views are plain lists here.
final class DictMethods {

    private static final Map<String, Builtin> BY_NAME = new HashMap<>();

    static {
        method("items", "", (run, d, a) -> new ListValue(Conversion.pairs(run, d)));
        method("keys", "", (run, d, a) -> new ListValue(Conversion.keys(run, d)));
        method("values", "", (run, d, a) -> new ListValue(Conversion.values(run, d)));
        method("get", "key default", DictMethods::get);
        method("pop", "key default", DictMethods::pop);
        method("setdefault", "key default", DictMethods::setDefault);
        method("update", "*", DictMethods::update);
        method("copy", "", (run, d, a) -> copy(run, d));
        method(
                "clear",
                "",
                (run, d, a) -> {
                    d.clear();
                    return None.NONE;
                });
    }

    private interface Body {
        Value apply(Execution run, Dict self, Bound arguments);
    }

    private DictMethods() {}

    static @Nullable Builtin named(String name) {
        return BY_NAME.get(name);
    }

    private static void method(String name, String parameters, Body body) {
        BY_NAME.put(
                name,
                Builtin.of(name, parameters, (run, self, a) -> body.apply(run, (Dict) self, a)));
    }

    private static Value otherwise(Bound a) {
        Value preset = a.value("default");
        return preset == null ? None.NONE : preset;
    }

    private static Value get(Execution run, Dict dict, Bound a) {
        Value found = dict.get(Conversion.key(run, a.required("key")));
        return found != null ? found : otherwise(a);
    }

    private static Value pop(Execution run, Dict dict, Bound a) {
        Value found = dict.remove(Conversion.key(run, a.required("key")));
        if (found == null && a.value("default") == null) {
            throw run.failure("pop: the mapping has no such key");
        }
        return found != null ? found : otherwise(a);
    }

    private static Value setDefault(Execution run, Dict dict, Bound a) {
        Value key = Conversion.key(run, a.required("key"));
        Value found = dict.get(key);
        if (found != null) {
            return found;
        }
        run.items(1);
        dict.put(key, otherwise(a));
        return otherwise(a);
    }

    private static Value update(Execution run, Dict dict, Bound a) {
        Globals.fill(run, dict, a.raw());
        return None.NONE;
    }

    private static Value copy(Execution run, Dict dict) {
        Dict copy = new Dict();
        Conversion.update(run, copy, dict);
        return copy;
    }
}
