package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Value.Int;
import dev.parlance.core.prompt.Value.None;
import dev.parlance.core.prompt.Value.Str;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The evaluated arguments of one call.
record Arguments(List<Value> positional, Map<String, Value> named) {

    static final Arguments NONE = new Arguments(List.of(), Map.of());

    static Arguments of(Value... values) {
        return new Arguments(List.of(values), Map.of());
    }

    /// All but the first positional argument.
    Arguments rest() {
        return new Arguments(positional.subList(1, positional.size()), named);
    }

    /// The arguments laid out in the order of `parameters`.
    Bound bind(Execution run, String function, List<String> parameters) {
        if (positional.size() > parameters.size()) {
            throw run.failure(
                    function
                            + " takes at most "
                            + parameters.size()
                            + " argument(s), got "
                            + positional.size());
        }
        Map<String, Value> values = new LinkedHashMap<>();
        for (int i = 0; i < positional.size(); i++) {
            values.put(parameters.get(i), positional.get(i));
        }
        named.forEach((name, value) -> {
            if (!parameters.contains(name)) {
                throw run.failure(function + " takes no argument '" + name + "'");
            }
            if (values.put(name, value) != null) {
                throw run.failure(function + " got '" + name + "' twice");
            }
        });
        return new Bound(run, function, this, values);
    }

    /// Arguments by parameter name, with the conversions that builtins need.
    record Bound(Execution run, String function, Arguments raw, Map<String, Value> values) {

        @Nullable Value value(String name) {
            return values.get(name);
        }

        Value required(String name) {
            Value value = values.get(name);
            if (value == null) {
                throw run.failure(function + " needs the argument '" + name + "'");
            }
            return value;
        }

        boolean absent(String name) {
            Value value = values.get(name);
            return value == null || value == None.NONE;
        }

        boolean flag(String name) {
            Value value = values.get(name);
            return value != null && Conversion.truth(value);
        }

        /// The text given, or `preset` when there is none; None counts as none.
        String text(String name, String preset) {
            return absent(name) ? preset : text(name);
        }

        String text(String name) {
            Value value = required(name);
            if (value instanceof Str(String text)) {
                return text;
            }
            throw run.failure(
                    function
                            + " wants a string as '"
                            + name
                            + "', got "
                            + Conversion.typeName(value));
        }

        /// The integer given, cut to the range of `int`, or `preset`; None counts as none.
        int integer(String name, int preset) {
            return absent(name) ? preset : integer(name);
        }

        int integer(String name) {
            return clamp(whole(name));
        }

        private BigInteger whole(String name) {
            Value value = required(name);
            return switch (value) {
                case Int(BigInteger number) -> number;
                case Value.Bool(boolean on) -> on ? BigInteger.ONE : BigInteger.ZERO;
                default ->
                        throw run.failure(
                                function
                                        + " wants an integer as '"
                                        + name
                                        + "', got "
                                        + Conversion.typeName(value));
            };
        }

        static int clamp(BigInteger number) {
            BigInteger limit = BigInteger.valueOf(Integer.MAX_VALUE);
            return number.min(limit).max(limit.negate()).intValue();
        }
    }
}
