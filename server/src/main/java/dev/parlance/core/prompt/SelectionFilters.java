package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Arguments.Bound;
import dev.parlance.core.prompt.Value.Generator;
import dev.parlance.core.prompt.Value.Str;
import dev.parlance.core.prompt.Value.Undefined;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Filters that run another filter or test on each element.
final class SelectionFilters {

    private SelectionFilters() {}

    static void register(Consumer<Builtin> add) {
        add.accept(Builtin.of("map", "*", SelectionFilters::map));
        add.accept(Builtin.of("select", "*", (run, v, a) -> select(run, v, a, false, true)));
        add.accept(Builtin.of("reject", "*", (run, v, a) -> select(run, v, a, false, false)));
        add.accept(Builtin.of("selectattr", "*", (run, v, a) -> select(run, v, a, true, true)));
        add.accept(Builtin.of("rejectattr", "*", (run, v, a) -> select(run, v, a, true, false)));
    }

    private static String name(Execution run, Bound a, List<Value> positional, int at) {
        if (positional.size() > at && positional.get(at) instanceof Str(String name)) {
            return name;
        }
        throw run.failure(a.function() + " wants a name as argument " + (at + 1));
    }

    private static Value map(Execution run, Value value, Bound a) {
        Arguments given = a.raw();
        Map<String, Value> named = given.named();
        List<Value> items = Conversion.iterate(run, value);
        run.items(items.size());
        List<Value> result = new ArrayList<>(items.size());
        if (given.positional().isEmpty() && named.containsKey("attribute")) {
            Bound options = given.bind(run, "map", List.of("attribute", "default"));
            Value preset = options.value("default");
            for (Value item : items) {
                Value found = Members.path(run, item, options.required("attribute"));
                result.add(found instanceof Undefined && preset != null ? preset : found);
            }
            return new Generator(result);
        }
        Builtin filter = Filters.named(run, name(run, a, given.positional(), 0));
        Arguments rest = given.rest();
        for (Value item : items) {
            result.add(nested(run, filter, item, rest));
        }
        return new Generator(result);
    }

    /// Filters can name filters (`map('map', ...)`), so this nests like any expression.
    private static Value nested(Execution run, Builtin builtin, Value item, Arguments arguments) {
        run.enter();
        Value result = builtin.apply(run, item, arguments);
        run.leave();
        return result;
    }

    private static Value select(
            Execution run, Value value, Bound a, boolean byAttribute, boolean wanted) {
        List<Value> positional = a.raw().positional();
        Arguments rest = a.raw();
        if (byAttribute) {
            if (positional.isEmpty()) {
                throw run.failure(a.function() + " wants the name of an attribute");
            }
            rest = rest.rest();
        }
        Builtin test = null;
        if (!rest.positional().isEmpty()) {
            test = Tests.named(run, name(run, a, rest.positional(), 0));
            rest = rest.rest();
        }
        List<Value> items = Conversion.iterate(run, value);
        run.items(items.size());
        List<Value> result = new ArrayList<>();
        for (Value item : items) {
            Value subject = byAttribute ? Members.path(run, item, positional.getFirst()) : item;
            Value verdict = test == null ? subject : nested(run, test, subject, rest);
            if (Conversion.truth(verdict) == wanted) {
                result.add(item);
            }
        }
        return new Generator(result);
    }
}
