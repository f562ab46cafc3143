package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Arguments.Bound;
import dev.parlance.core.prompt.PythonJson.Layout;
import dev.parlance.core.prompt.Value.Items;
import dev.parlance.core.prompt.Value.Str;
import dev.parlance.core.prompt.Value.Tuple;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// Filters that give a text.
final class TextFilters {

    private interface Body {
        String apply(Execution run, String text, Bound arguments);
    }

    private TextFilters() {}

    static void register(Consumer<Builtin> add) {
        text(add, "string", "", (run, s, a) -> s);
        text(add, "safe", "", (run, s, a) -> s);
        text(add, "upper", "", (run, s, a) -> s.toUpperCase(Locale.ROOT));
        text(add, "lower", "", (run, s, a) -> Casing.lower(s));
        text(add, "capitalize", "", (run, s, a) -> Casing.capitalize(s));
        text(add, "title", "", (run, s, a) -> Casing.titleWords(s));
        text(add, "trim", "chars", TextFilters::trim);
        text(add, "escape", "", TextFilters::escape);
        text(add, "replace", "old new count", TextFilters::replace);
        text(add, "indent", "width first blank", TextFilters::indent);
        text(add, "center", "width", TextFilters::center);
        text(add, "truncate", "length killwords end leeway", TextFilters::truncate);
        text(add, "format", "*", TextFilters::format);
        add.accept(Builtin.of("wordcount", "", TextFilters::wordCount));
        add.accept(
                Builtin.of(
                        "tojson",
                        "ensure_ascii indent separators sort_keys",
                        (run, v, a) -> run.str(PythonJson.write(run, v, layout(run, a)))));
    }

    private static void text(Consumer<Builtin> add, String name, String parameters, Body body) {
        Builtin.Body apply =
                (run, value, a) -> {
                    String text = PythonText.str(run, value);
                    run.scan(text.length());
                    return run.str(body.apply(run, text, a));
                };
        add.accept(Builtin.of(name, parameters, apply));
    }

    private static String trim(Execution run, String text, Bound a) {
        return StringMethods.strip(text, a.absent("chars") ? null : a.text("chars"), true, true);
    }

    private static String escape(Execution run, String text, Bound a) {
        TextBuilder out = new TextBuilder(run);
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            String entity =
                    switch (text.charAt(i)) {
                        case '&' -> "&amp;";
                        case '<' -> "&lt;";
                        case '>' -> "&gt;";
                        case '\'' -> "&#39;";
                        case '"' -> "&#34;";
                        default -> "";
                    };
            if (entity.isEmpty()) {
                plain.append(text.charAt(i));
            } else {
                out.append(plain.toString()).append(entity);
                plain.setLength(0);
            }
        }
        return out.append(plain.toString()).toString();
    }

    private static String replace(Execution run, String text, Bound a) {
        String old = PythonText.str(run, a.required("old"));
        String fresh = PythonText.str(run, a.required("new"));
        return Text.replace(run, text, old, fresh, a.integer("count", -1));
    }

    private static String indent(Execution run, String text, Bound a) {
        boolean blank = a.flag("blank");
        String indent = indentation(run, a);
        TextBuilder out = new TextBuilder(run);
        Items lines = (Items) Splitting.lines(run, text + "\n", false);
        String margin = a.flag("first") ? indent : "";
        String separator = "";
        for (Value line : lines.items()) {
            String content = PythonText.str(run, line);
            boolean bare = content.isEmpty() && !blank && !separator.isEmpty();
            out.append(separator).append(bare ? "" : margin).append(content);
            margin = indent;
            separator = "\n";
        }
        return out.toString();
    }

    private static String indentation(Execution run, Bound a) {
        if (a.value("width") instanceof Str(String margin)) {
            return margin;
        }
        return Padding.pad(run, "", a.integer("width", 4), " ", Padding.Side.LEFT);
    }

    private static String center(Execution run, String text, Bound a) {
        return Padding.pad(run, text, a.integer("width", 80), " ", Padding.Side.CENTER);
    }

    private static String truncate(Execution run, String text, Bound a) {
        int length = a.integer("length", 255);
        int leeway = a.integer("leeway", 5);
        String end = a.text("end", "...");
        int keep = length - Text.length(end);
        if (keep < 0 || leeway < 0) {
            throw run.failure("truncate wants a length of at least that of its end");
        }
        if (Text.length(text) <= (long) length + leeway) {
            return text;
        }
        String kept = text.substring(0, Text.index(text, keep));
        int blank = kept.lastIndexOf(' ');
        return (a.flag("killwords") || blank < 0 ? kept : kept.substring(0, blank)) + end;
    }

    private static String format(Execution run, String text, Bound a) {
        Arguments given = a.raw();
        if (!given.positional().isEmpty() && !given.named().isEmpty()) {
            throw run.failure("format takes positional or named arguments, not both");
        }
        if (given.named().isEmpty()) {
            return PercentFormat.apply(run, text, new Tuple(given.positional()));
        }
        return PercentFormat.apply(run, text, Globals.dict(run, given));
    }

    private static Value wordCount(Execution run, Value value, Bound a) {
        String text = PythonText.str(run, value);
        run.scan(text.length());
        int words = 0;
        boolean inWord = false;
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            int c = text.codePointAt(i);
            boolean part = c == '_' || Character.isLetterOrDigit(c);
            words += part && !inWord ? 1 : 0;
            inWord = part;
        }
        return Value.of(words);
    }

    private static Layout layout(Execution run, Bound a) {
        String indent = null;
        if (a.value("indent") instanceof Str(String margin)) {
            indent = margin;
        } else if (!a.absent("indent")) {
            indent = Padding.pad(run, "", a.integer("indent"), " ", Padding.Side.LEFT);
        }
        String items = indent == null ? ", " : ",";
        String keys = ": ";
        if (!a.absent("separators")) {
            List<Value> both = Conversion.iterate(run, a.required("separators"));
            if (both.size() != 2
                    || !(both.get(0) instanceof Str(String first))
                    || !(both.get(1) instanceof Str(String second))) {
                throw run.failure("tojson wants two strings as 'separators'");
            }
            items = first;
            keys = second;
        }
        return new Layout(indent, items, keys, a.flag("ensure_ascii"), a.flag("sort_keys"));
    }
}
