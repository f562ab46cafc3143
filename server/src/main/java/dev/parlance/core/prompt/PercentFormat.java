package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Value.Dict;
import dev.parlance.core.prompt.Value.Str;
import dev.parlance.core.prompt.Value.Tuple;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Python's `%` on strings: `%s %r %d %i %x %X %o %f %e %g %%` with flags, width and precision.
final class PercentFormat {

    private static final Pattern FIELD =
            Pattern.compile(
                    "%(?:\\((?<name>[^)]*)\\))?(?<flags>[-+ 0#]*)(?<width>\\d{0,9})"
                            + "(?:\\.(?<precision>\\d{0,9}))?(?<kind>[a-zA-Z%])");

    private final Execution run;
    private final Value given;
    private final List<Value> values;
    private int next;

    private PercentFormat(Execution run, Value given) {
        this.run = run;
        this.given = given;
        this.values = given instanceof Tuple tuple ? tuple.items() : List.of(given);
    }

    static String apply(Execution run, String form, Value given) {
        return new PercentFormat(run, given).format(form);
    }

    private String format(String form) {
        TextBuilder out = new TextBuilder(run);
        Matcher field = FIELD.matcher(form);
        int from = 0;
        int at = form.indexOf('%');
        while (at >= 0) {
            if (!field.region(at, form.length()).lookingAt()) {
                throw run.failure("incomplete or unknown format at '%'");
            }
            out.append(form.substring(from, at));
            out.append(field.group("kind").equals("%") ? "%" : shown(field));
            from = field.end();
            at = form.indexOf('%', from);
        }
        if (next < values.size() && !(given instanceof Dict) && given instanceof Tuple) {
            throw run.failure("not all arguments of the format were used");
        }
        if (next == 0 && !(given instanceof Tuple) && !(given instanceof Dict)) {
            throw run.failure("not all arguments of the format were used");
        }
        return out.append(form.substring(from)).toString();
    }

    private Value argument(Matcher field) {
        String name = field.group("name");
        if (name != null) {
            Value value = given instanceof Dict dict ? dict.get(new Str(name)) : null;
            if (value == null) {
                throw run.failure("the format has no value for '" + name + "'");
            }
            return value;
        }
        if (next >= values.size()) {
            throw run.failure("not enough arguments for the format");
        }
        return values.get(next++);
    }

    private String shown(Matcher field) {
        Value value = argument(field);
        String flags = field.group("flags");
        String digits = field.group("precision");
        NumberFormat.Spec spec =
                new NumberFormat.Spec(
                        flags.contains("+") ? "+" : flags.contains(" ") ? " " : "",
                        digits == null ? -1 : digits.isEmpty() ? 0 : Integer.parseInt(digits),
                        false);
        String body =
                switch (field.group("kind")) {
                    case "s" -> cut(PythonText.str(run, value), spec.precision());
                    case "r", "a" -> cut(PythonText.repr(run, value), spec.precision());
                    case "d", "i", "u" -> NumberFormat.integer(run, truncated(value), 10, spec);
                    case "x" -> NumberFormat.integer(run, value, 16, spec);
                    case "X" -> NumberFormat.upper(NumberFormat.integer(run, value, 16, spec));
                    case "o" -> NumberFormat.integer(run, value, 8, spec);
                    case "f", "F", "e", "E", "g", "G" ->
                            NumberFormat.real(run, value, field.group("kind").charAt(0), spec);
                    default -> throw run.failure("unknown format '%" + field.group("kind") + "'");
                };
        return padded(body, field, flags);
    }

    private Value truncated(Value value) {
        return value instanceof Value.Real
                ? Filters.named(run, "int").apply(run, value, Arguments.NONE)
                : value;
    }

    private String cut(String text, int precision) {
        run.scan(text.length());
        boolean longer = precision >= 0 && precision < Text.length(text);
        return longer ? text.substring(0, Text.index(text, precision)) : text;
    }

    private String padded(String body, Matcher field, String flags) {
        String digits = field.group("width");
        int width = digits.isEmpty() ? 0 : Integer.parseInt(digits);
        if (flags.contains("-")) {
            return Padding.pad(run, body, width, " ", Padding.Side.LEFT);
        }
        boolean number = "diuxXofFeEgG".contains(field.group("kind"));
        return flags.contains("0") && number
                ? Padding.zeros(run, body, width)
                : Padding.pad(run, body, width, " ", Padding.Side.RIGHT);
    }
}
