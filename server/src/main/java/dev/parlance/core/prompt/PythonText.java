package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Value.Bool;
import dev.parlance.core.prompt.Value.Callable;
import dev.parlance.core.prompt.Value.Dict;
import dev.parlance.core.prompt.Value.Generator;
import dev.parlance.core.prompt.Value.Int;
import dev.parlance.core.prompt.Value.ListValue;
import dev.parlance.core.prompt.Value.Namespace;
import dev.parlance.core.prompt.Value.None;
import dev.parlance.core.prompt.Value.Real;
import dev.parlance.core.prompt.Value.Str;
import dev.parlance.core.prompt.Value.Tuple;
import dev.parlance.core.prompt.Value.Undefined;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/// Values as Python prints them: `str` for output, `repr` inside lists and mappings.
final class PythonText {

    private PythonText() {}

    static String str(Execution run, Value value) {
        if (value instanceof Str(String text)) {
            return text;
        }
        if (value instanceof Undefined) {
            return "";
        }
        return repr(run, value);
    }

    static String repr(Execution run, Value value) {
        TextBuilder out = new TextBuilder(run);
        write(run, value, out);
        return out.toString();
    }

    private static void write(Execution run, Value value, TextBuilder out) {
        run.enter();
        switch (value) {
            case Undefined _ -> out.append("Undefined");
            case None _ -> out.append("None");
            case Bool(boolean on) -> out.append(on ? "True" : "False");
            case Int(var number) -> out.append(number.toString());
            case Real(double number) -> out.append(Numbers.repr(number));
            case Str(String text) -> quote(text, out);
            case ListValue list -> sequence(run, list.items(), "[", "]", out);
            case Tuple tuple -> {
                String end = tuple.items().size() == 1 ? ",)" : ")";
                sequence(run, tuple.items(), "(", end, out);
            }
            case Dict dict -> mapping(run, dict, out);
            case Generator _ -> out.append("<generator>");
            case Namespace _ -> out.append("<namespace>");
            case Callable callable -> out.append("<" + callable.name() + ">");
        }
        run.leave();
    }

    private static void sequence(
            Execution run, List<Value> items, String begin, String end, TextBuilder out) {
        out.append(begin);
        String separator = "";
        for (Value item : items) {
            out.append(separator);
            write(run, item, out);
            separator = ", ";
        }
        out.append(end);
    }

    private static void mapping(Execution run, Dict dict, TextBuilder out) {
        out.append('{');
        String separator = "";
        Iterator<Dict.Slot> slots = dict.slots();
        while (slots.hasNext()) {
            Dict.Slot slot = slots.next();
            out.append(separator);
            write(run, slot.key(), out);
            out.append(": ");
            write(run, slot.value(), out);
            separator = ", ";
        }
        out.append('}');
    }

    private static void quote(String text, TextBuilder out) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder quoted = new StringBuilder(text.length() + 2).append(quote);
        text.codePoints().forEach(c -> quoted.append(escaped(c, quote)));
        out.append(quoted.append(quote).toString());
    }

    private static String escaped(int c, char quote) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\\' -> "\\\\";
            default -> {
                if (c == quote) {
                    yield "\\" + quote;
                }
                yield isPrintable(c) ? Character.toString(c) : numeric(c);
            }
        };
    }

    private static String numeric(int c) {
        String form = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
        return String.format(Locale.ROOT, form, c);
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }
}
