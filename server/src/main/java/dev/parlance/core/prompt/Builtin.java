package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Arguments.Bound;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One filter, test or method: a name, its parameters and what it does with the value before it.
///
/// @param parameters their names in order, or `null` when any arguments are taken as they come
record Builtin(String name, @Nullable List<String> parameters, Body body) {

    /// The work itself; `self` is the filtered or tested value, or the object of the method.
    interface Body {
        Value apply(Execution run, Value self, Bound arguments);
    }

    /// Parameters are separated by blanks; `*` takes anything.
    static Builtin of(String name, String parameters, Body body) {
        if (parameters.equals("*")) {
            return new Builtin(name, null, body);
        }
        List<String> names =
                parameters.isEmpty() ? List.of() : Arrays.asList(parameters.split(" ", -1));
        return new Builtin(name, names, body);
    }

    Value apply(Execution run, Value self, Arguments arguments) {
        run.charge(1);
        Bound bound =
                parameters == null
                        ? new Bound(run, name, arguments, arguments.named())
                        : arguments.bind(run, name, parameters);
        return body.apply(run, self, bound);
    }

    /// This builtin as a method of `self`.
    Value.Callable on(Value self) {
        return new Method(this, self);
    }

    private record Method(Builtin builtin, Value self) implements Value.Callable {
        @Override
        public String name() {
            return builtin.name();
        }

        @Override
        public Value call(Execution run, Arguments arguments) {
            return builtin.apply(run, self, arguments);
        }
    }
}
