package dev.parlance.core.prompt;

import dev.parlance.core.prompt.TemplateException.Raised;
import dev.parlance.core.prompt.Value.Callable;
import dev.parlance.core.prompt.Value.Dict;
import dev.parlance.core.prompt.Value.ListValue;
import dev.parlance.core.prompt.Value.Namespace;
import dev.parlance.core.prompt.Value.Str;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The functions that every template may call.
final class Globals {

    /// A named function without state.
    record Function(String name, Body body) implements Callable {
        interface Body {
            Value call(Execution run, Arguments arguments);
        }

        @Override
        public Value call(Execution run, Arguments arguments) {
            return body.call(run, arguments);
        }
    }

    private static final Map<String, Value> ALL = new TreeMap<>();

    static {
        add("range", Globals::range);
        add("dict", Globals::dict);
        add("namespace", Globals::namespace);
        add("cycler", Cycler::of);
        add("joiner", Joiner::of);
        add("raise_exception", Globals::raise);
        add("strftime_now", Globals::now);
    }

    private Globals() {}

    private static void add(String name, Function.Body body) {
        ALL.put(name, new Function(name, body));
    }

    static @Nullable Value named(String name) {
        return ALL.get(name);
    }

    private static Value range(Execution run, Arguments given) {
        List<Value> bounds = given.positional();
        if (bounds.isEmpty() || bounds.size() > 3 || !given.named().isEmpty()) {
            throw run.failure("range takes one to three integers");
        }
        BigInteger[] numbers = new BigInteger[bounds.size()];
        for (int i = 0; i < numbers.length; i++) {
            BigInteger number = Arithmetic.whole(bounds.get(i));
            if (number == null) {
                throw run.failure(
                        "range wants integers, got " + Conversion.typeName(bounds.get(i)));
            }
            numbers[i] = number;
        }
        BigInteger start = numbers.length > 1 ? numbers[0] : BigInteger.ZERO;
        BigInteger stop = numbers.length > 1 ? numbers[1] : numbers[0];
        BigInteger step = numbers.length > 2 ? numbers[2] : BigInteger.ONE;
        return range(run, start, stop, step);
    }

    private static Value range(Execution run, BigInteger start, BigInteger stop, BigInteger step) {
        if (step.signum() == 0) {
            throw run.failure("the step of range is 0");
        }
        BigInteger distance = stop.subtract(start);
        BigInteger whole = distance.add(step).subtract(BigInteger.valueOf(step.signum()));
        BigInteger count = whole.divide(step).max(BigInteger.ZERO);
        if (distance.signum() != step.signum()) {
            count = BigInteger.ZERO;
        }
        int most = run.limits().maxRange();
        if (count.compareTo(BigInteger.valueOf(most)) > 0) {
            throw new TemplateException.BudgetExceeded(
                    run.line(), "range of more than " + most + " numbers");
        }
        run.items(count.intValue());
        ListValue numbers = new ListValue(List.of());
        BigInteger next = start;
        for (int i = 0; i < count.intValue(); i++) {
            numbers.items().add(new Value.Int(next));
            next = next.add(step);
        }
        return numbers;
    }

    static Dict dict(Execution run, Arguments given) {
        Dict dict = new Dict();
        fill(run, dict, given);
        return dict;
    }

    /// Adds a mapping or pairs, and then named values, as Python's `dict` and `update` take them.
    static void fill(Execution run, Dict dict, Arguments given) {
        if (given.positional().size() > 1) {
            throw run.failure("a mapping is made from one value, got several");
        }
        for (Value source : given.positional()) {
            Conversion.update(run, dict, source);
        }
        run.items(given.named().size());
        given.named().forEach((name, value) -> dict.put(new Str(name), value));
    }

    private static Value namespace(Execution run, Arguments given) {
        Namespace namespace = new Namespace();
        dict(run, given)
                .slots()
                .forEachRemaining(slot -> {
                    String name = PythonText.str(run, slot.key());
                    namespace.members().put(name, slot.value());
                });
        return namespace;
    }

    private static Value raise(Execution run, Arguments given) {
        Arguments.Bound a = given.bind(run, "raise_exception", List.of("message"));
        throw new Raised(run.line(), PythonText.str(run, a.required("message")));
    }

    private static Value now(Execution run, Arguments given) {
        Arguments.Bound a = given.bind(run, "strftime_now", List.of("format"));
        return run.str(Strftime.format(run, a.text("format")));
    }

    /// Gives its values in turn.
    static final class Cycler implements Callable {
        private final List<Value> values;
        private int at;

        private Cycler(List<Value> values) {
            this.values = values;
        }

        static Value of(Execution run, Arguments given) {
            if (given.positional().isEmpty()) {
                throw run.failure("cycler wants at least one value");
            }
            return new Cycler(new ArrayList<>(given.positional()));
        }

        @Override
        public String name() {
            return "cycler";
        }

        @Override
        public Value call(Execution run, Arguments arguments) {
            throw run.failure("a cycler is asked with .next()");
        }

        @Override
        public @Nullable Value attribute(Execution run, String attribute) {
            return switch (attribute) {
                case "current" -> values.get(at);
                case "next" -> new Function("next", (_, _) -> next());
                case "reset" -> new Function("reset", (_, _) -> reset());
                default -> null;
            };
        }

        private Value next() {
            Value value = values.get(at);
            at = (at + 1) % values.size();
            return value;
        }

        private Value reset() {
            at = 0;
            return Value.None.NONE;
        }
    }

    /// Gives nothing at its first call and the separator from then on.
    static final class Joiner implements Callable {
        private final Value separator;
        private boolean used;

        private Joiner(Value separator) {
            this.separator = separator;
        }

        static Value of(Execution run, Arguments given) {
            Value separator = given.bind(run, "joiner", List.of("sep")).value("sep");
            return new Joiner(separator == null ? new Str(", ") : separator);
        }

        @Override
        public String name() {
            return "joiner";
        }

        @Override
        public Value call(Execution run, Arguments arguments) {
            Value result = used ? separator : new Str("");
            used = true;
            return result;
        }
    }
}
