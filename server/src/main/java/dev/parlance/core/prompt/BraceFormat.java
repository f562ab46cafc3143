package dev.parlance.core.prompt;

import dev.parlance.core.prompt.NumberFormat.Spec;
import dev.parlance.core.prompt.Padding.Side;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Python's `str.format`, without access to attributes or elements of the arguments.
final class BraceFormat {

    private static final Pattern FIELD =
            Pattern.compile("\\{(?<name>\\w*)(?:!(?<repr>[rsa]))?(?::(?<spec>[^{}]*))?}");
    private static final Pattern SPEC =
            Pattern.compile(
                    "(?:(?<fill>.)?(?<align>[<>^]))?(?<sign>[-+ ])?(?<zero>0)?(?<width>\\d{0,9})"
                            + "(?<group>,)?(?:\\.(?<precision>\\d{1,9}))?(?<kind>[a-zA-Z%])?",
                    Pattern.DOTALL);

    private final Execution run;
    private final Arguments arguments;
    private int next;

    private BraceFormat(Execution run, Arguments arguments) {
        this.run = run;
        this.arguments = arguments;
    }

    static String apply(Execution run, String form, Arguments arguments) {
        return new BraceFormat(run, arguments).format(form);
    }

    private String format(String form) {
        TextBuilder out = new TextBuilder(run);
        Matcher field = FIELD.matcher(form);
        int at = 0;
        while (at < form.length()) {
            char c = form.charAt(at);
            if (c != '{' && c != '}') {
                int end = plainEnd(form, at);
                out.append(form.substring(at, end));
                at = end;
            } else if (form.startsWith(String.valueOf(c).repeat(2), at)) {
                out.append(c);
                at += 2;
            } else if (field.region(at, form.length()).lookingAt()) {
                out.append(shown(field));
                at = field.end();
            } else {
                throw run.failure("the format has a brace that is not a plain field");
            }
        }
        return out.toString();
    }

    private static int plainEnd(String form, int from) {
        int end = from;
        while (end < form.length() && form.charAt(end) != '{' && form.charAt(end) != '}') {
            end++;
        }
        return end;
    }

    private Value argument(String name) {
        List<Value> positional = arguments.positional();
        boolean number = !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
        if (name.isEmpty() || number) {
            int at = name.isEmpty() ? next++ : name.length() > 6 ? -1 : Integer.parseInt(name);
            if (at < 0 || at >= positional.size()) {
                throw run.failure("the format has no argument " + (name.isEmpty() ? at : name));
            }
            return positional.get(at);
        }
        Value value = arguments.named().get(name);
        if (value == null) {
            throw run.failure("the format has no argument '" + name + "'");
        }
        return value;
    }

    private String shown(Matcher field) {
        Value value = argument(field.group("name"));
        String repr = field.group("repr");
        if (repr != null) {
            boolean plain = repr.equals("s");
            value = run.str(plain ? PythonText.str(run, value) : PythonText.repr(run, value));
        }
        String given = field.group("spec");
        Matcher spec = SPEC.matcher(given == null ? "" : given);
        if (!spec.matches()) {
            throw run.failure("unknown format '" + given + "'");
        }
        return padded(body(value, spec), spec, Comparison.isNumber(value));
    }

    private String body(Value value, Matcher field) {
        String digits = field.group("precision");
        String sign = field.group("sign");
        Spec spec =
                new Spec(
                        sign == null || sign.equals("-") ? "" : sign,
                        digits == null ? -1 : Integer.parseInt(digits),
                        field.group("group") != null);
        String kind = field.group("kind");
        if (kind == null) {
            boolean whole = Arithmetic.whole(value) != null && !(value instanceof Value.Bool);
            boolean real = value instanceof Value.Real && (digits != null || spec.grouped());
            kind = whole ? "d" : real ? "g" : "s";
        }
        return switch (kind) {
            case "s" -> cut(PythonText.str(run, value), spec.precision());
            case "d" -> NumberFormat.integer(run, value, 10, spec);
            case "x" -> NumberFormat.integer(run, value, 16, spec);
            case "X" -> NumberFormat.upper(NumberFormat.integer(run, value, 16, spec));
            case "o" -> NumberFormat.integer(run, value, 8, spec);
            case "b" -> NumberFormat.integer(run, value, 2, spec);
            case "f", "F", "e", "E", "g", "G" ->
                    NumberFormat.real(run, value, kind.charAt(0), spec);
            case "%" -> {
                Value hundred = Arithmetic.apply(run, "*", value, Value.of(100));
                yield NumberFormat.real(run, hundred, 'f', spec) + "%";
            }
            default -> throw run.failure("unknown format '" + kind + "'");
        };
    }

    private String cut(String text, int precision) {
        run.scan(text.length());
        boolean longer = precision >= 0 && precision < Text.length(text);
        return longer ? text.substring(0, Text.index(text, precision)) : text;
    }

    private String padded(String body, Matcher spec, boolean number) {
        String digits = spec.group("width");
        int width = digits.isEmpty() ? 0 : Integer.parseInt(digits);
        String align = spec.group("align");
        if (align == null && spec.group("zero") != null && number) {
            return Padding.zeros(run, body, width);
        }
        Side side =
                switch (align == null ? (number ? ">" : "<") : align) {
                    case "<" -> Side.LEFT;
                    case ">" -> Side.RIGHT;
                    default -> Side.MIDDLE;
                };
        String fill = spec.group("fill");
        return Padding.pad(run, body, width, fill == null ? " " : fill, side);
    }
}
