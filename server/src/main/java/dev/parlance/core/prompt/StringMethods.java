package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Arguments.Bound;
import dev.parlance.core.prompt.Value.Str;
import dev.parlance.core.prompt.Value.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Python's methods of strings, as far as templates use them.
final class StringMethods {

    private static final Map<String, Builtin> BY_NAME = new HashMap<>();

    static {
        text("upper", "", (run, s, a) -> s.toUpperCase(Locale.ROOT));
        text("lower", "", (run, s, a) -> Casing.lower(s));
        text("casefold", "", (run, s, a) -> Casing.fold(s));
        text("swapcase", "", (run, s, a) -> Casing.swap(s));
        text("capitalize", "", (run, s, a) -> Casing.capitalize(s));
        text("title", "", (run, s, a) -> Casing.title(s));
        text("strip", "chars", (run, s, a) -> strip(s, a, true, true));
        text("lstrip", "chars", (run, s, a) -> strip(s, a, true, false));
        text("rstrip", "chars", (run, s, a) -> strip(s, a, false, true));
        text(
                "replace",
                "old new count",
                (run, s, a) ->
                        Text.replace(run, s, a.text("old"), a.text("new"), a.integer("count", -1)));
        text("removeprefix", "prefix", (run, s, a) -> withoutPrefix(s, a.text("prefix")));
        text("removesuffix", "suffix", (run, s, a) -> withoutSuffix(s, a.text("suffix")));
        text("join", "iterable", StringMethods::join);
        text("format", "*", (run, s, a) -> BraceFormat.apply(run, s, a.raw()));
        text("zfill", "width", (run, s, a) -> Padding.zeros(run, s, a.integer("width")));
        text("ljust", "width fillchar", (run, s, a) -> Padding.pad(run, s, a, Padding.Side.LEFT));
        text("rjust", "width fillchar", (run, s, a) -> Padding.pad(run, s, a, Padding.Side.RIGHT));
        text(
                "center",
                "width fillchar",
                (run, s, a) -> Padding.pad(run, s, a, Padding.Side.CENTER));
        value("split", "sep maxsplit", (run, s, a) -> Splitting.split(run, s, a));
        value("rsplit", "sep maxsplit", (run, s, a) -> Splitting.splitFromEnd(run, s, a));
        value("splitlines", "keepends", (run, s, a) -> Splitting.lines(run, s, a.flag("keepends")));
        value("partition", "sep", (run, s, a) -> Splitting.partition(run, s, a.text("sep"), false));
        value("rpartition", "sep", (run, s, a) -> Splitting.partition(run, s, a.text("sep"), true));
        value("startswith", "prefix start end", (run, s, a) -> affix(run, s, a, "prefix"));
        value("endswith", "suffix start end", (run, s, a) -> affix(run, s, a, "suffix"));
        value("find", "sub start end", (run, s, a) -> Value.of(find(run, s, a, false)));
        value("rfind", "sub start end", (run, s, a) -> Value.of(find(run, s, a, true)));
        value("index", "sub start end", (run, s, a) -> found(run, find(run, s, a, false)));
        value("rindex", "sub start end", (run, s, a) -> found(run, find(run, s, a, true)));
        value(
                "count",
                "sub start end",
                (run, s, a) -> Value.of(Text.count(run, Window.of(s, a).text(), a.text("sub"))));
        CharacterClasses.ALL.forEach(
                (name, test) -> value(name, "", (run, s, a) -> Value.of(test.test(s))));
    }

    /// A method that gives a string.
    private interface TextBody {
        String apply(Execution run, String self, Bound arguments);
    }

    private interface ValueBody {
        Value apply(Execution run, String self, Bound arguments);
    }

    private StringMethods() {}

    private static void text(String name, String parameters, TextBody body) {
        value(name, parameters, (run, s, a) -> run.str(body.apply(run, s, a)));
    }

    private static void value(String name, String parameters, ValueBody body) {
        BY_NAME.put(
                name,
                Builtin.of(
                        name,
                        parameters,
                        (run, self, a) -> {
                            String text = ((Str) self).value();
                            run.scan(text.length());
                            return body.apply(run, text, a);
                        }));
    }

    static @Nullable Builtin named(String name) {
        return BY_NAME.get(name);
    }

    private static String strip(String text, Bound a, boolean left, boolean right) {
        String characters = a.absent("chars") ? null : a.text("chars");
        return strip(text, characters, left, right);
    }

    /// Without the white space, or the given characters, at its ends.
    static String strip(String text, @Nullable String characters, boolean left, boolean right) {
        int start = 0;
        int end = text.length();
        while (left && start < end && strips(text.codePointAt(start), characters)) {
            start = text.offsetByCodePoints(start, 1);
        }
        while (right && end > start && strips(text.codePointBefore(end), characters)) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(start, end);
    }

    private static boolean strips(int c, @Nullable String characters) {
        return characters == null ? Text.isSpace(c) : characters.indexOf(c) >= 0;
    }

    private static String withoutPrefix(String text, String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    private static String withoutSuffix(String text, String end) {
        return text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text;
    }

    private static String join(Execution run, String separator, Bound a) {
        TextBuilder out = new TextBuilder(run);
        String between = "";
        for (Value item : Conversion.iterate(run, a.required("iterable"))) {
            if (!(item instanceof Str(String text))) {
                throw run.failure("join wants strings, got " + Conversion.typeName(item));
            }
            out.append(between).append(text);
            between = separator;
        }
        return out.toString();
    }

    private static Value affix(Execution run, String text, Bound a, String parameter) {
        String part = Window.of(text, a).text();
        Value wanted = a.required(parameter);
        List<Value> choices = wanted instanceof Tuple tuple ? tuple.items() : List.of(wanted);
        boolean found = false;
        for (Value choice : choices) {
            if (!(choice instanceof Str(String affix))) {
                throw run.failure(a.function() + " wants a string or a tuple of strings");
            }
            run.scan(affix.length());
            found |= parameter.equals("prefix") ? part.startsWith(affix) : part.endsWith(affix);
        }
        return Value.of(found);
    }

    private static int find(Execution run, String text, Bound a, boolean last) {
        Window window = Window.of(text, a);
        String word = a.text("sub");
        int at =
                last
                        ? Text.findLast(run, window.text(), word)
                        : Text.find(run, window.text(), word, 0);
        return at < 0 ? -1 : window.start() + window.text().codePointCount(0, at);
    }

    private static Value found(Execution run, int position) {
        if (position < 0) {
            throw run.failure("substring not found");
        }
        return Value.of(position);
    }

    /// The part of a string that `start` and `end` leave, and where it begins.
    private record Window(String text, int start) {
        static Window of(String text, Bound a) {
            if (a.absent("start") && a.absent("end")) {
                return new Window(text, 0);
            }
            int length = Text.length(text);
            int start = place(a.integer("start", 0), length);
            int end = Math.max(start, place(a.integer("end", length), length));
            String part = text.substring(Text.index(text, start), Text.index(text, end));
            return new Window(part, start);
        }

        private static int place(int position, int length) {
            return Math.clamp(position < 0 ? position + length : position, 0, length);
        }
    }
}
