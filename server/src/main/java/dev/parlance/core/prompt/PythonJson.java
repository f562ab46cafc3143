package dev.parlance.core.prompt;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.prompt.Value.Bool;
import dev.parlance.core.prompt.Value.Callable;
import dev.parlance.core.prompt.Value.Dict;
import dev.parlance.core.prompt.Value.Generator;
import dev.parlance.core.prompt.Value.Int;
import dev.parlance.core.prompt.Value.Items;
import dev.parlance.core.prompt.Value.Namespace;
import dev.parlance.core.prompt.Value.None;
import dev.parlance.core.prompt.Value.Real;
import dev.parlance.core.prompt.Value.Str;
import dev.parlance.core.prompt.Value.Undefined;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// JSON in the layout of Python's `json.dumps`, which models saw in training: a blank after `,` and
/// `:`, keys in their own order, letters beyond ASCII as they are.
public final class PythonJson {

    /// How to lay the text out; `indent` is null for one line.
    record Layout(
            @Nullable String indent,
            String itemSeparator,
            String keySeparator,
            boolean asciiOnly,
            boolean sortKeys) {

        static final Layout LINE = new Layout(null, ", ", ": ", false, false);
    }

    private final Execution run;
    private final Layout layout;
    private final TextBuilder out;
    private int level;

    private PythonJson(Execution run, Layout layout) {
        this.run = run;
        this.layout = layout;
        this.out = new TextBuilder(run);
    }

    /// This value on one line.
    ///
    /// @throws TemplateException.BudgetExceeded beyond the default limits of templates
    public static String write(JsonValue value) {
        Execution run = new Execution(TemplateLimits.DEFAULT, Clock.systemUTC());
        return write(run, Conversion.fromJson(run, value), Layout.LINE);
    }

    static String write(Execution run, Value value, Layout layout) {
        PythonJson json = new PythonJson(run, layout);
        json.value(value);
        return json.out.toString();
    }

    private void value(Value value) {
        run.enter();
        switch (value) {
            case None _ -> out.append("null");
            case Bool(boolean on) -> out.append(on ? "true" : "false");
            case Int(var number) -> out.append(number.toString());
            case Real(double number) -> out.append(real(number));
            case Str(String text) -> string(text);
            case Items items -> array(items.items());
            case Dict dict -> object(dict);
            case Undefined _, Generator _, Namespace _, Callable _ ->
                    throw run.failure("tojson cannot write " + Conversion.typeName(value));
        }
        run.leave();
    }

    private static String real(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "Infinity" : "-Infinity";
        }
        return Numbers.repr(number);
    }

    private void array(List<Value> items) {
        if (items.isEmpty()) {
            out.append("[]");
            return;
        }
        out.append('[');
        level++;
        String separator = "";
        for (Value item : items) {
            out.append(separator);
            newline();
            value(item);
            separator = layout.itemSeparator();
        }
        level--;
        newline();
        out.append(']');
    }

    private void object(Dict dict) {
        if (dict.size() == 0) {
            out.append("{}");
            return;
        }
        out.append('{');
        level++;
        String separator = "";
        for (Dict.Slot member : members(dict)) {
            out.append(separator);
            newline();
            string(key(member.key()));
            out.append(layout.keySeparator());
            value(member.value());
            separator = layout.itemSeparator();
        }
        level--;
        newline();
        out.append('}');
    }

    private List<Dict.Slot> members(Dict dict) {
        run.items(dict.size());
        List<Dict.Slot> members = new ArrayList<>(dict.size());
        Iterator<Dict.Slot> slots = dict.slots();
        while (slots.hasNext()) {
            members.add(slots.next());
        }
        if (layout.sortKeys()) {
            members.sort((a, b) -> Comparison.order(run, a.key(), b.key()));
        }
        return members;
    }

    private String key(Value key) {
        return switch (key) {
            case Str(String text) -> text;
            case Int(var number) -> number.toString();
            case Real(double number) -> real(number);
            case Bool(boolean on) -> on ? "true" : "false";
            case None _ -> "null";
            case Undefined _, Items _, Generator _, Dict _, Namespace _, Callable _ ->
                    throw run.failure("tojson cannot write the key " + Conversion.typeName(key));
        };
    }

    private void newline() {
        String indent = layout.indent();
        if (indent != null) {
            out.append('\n');
            run.reserve((long) indent.length() * level);
            out.append(indent.repeat(level));
        }
    }

    private void string(String text) {
        // One character may become six; the builder pays for what comes out.
        run.scan(text.length());
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            quoted.append(escaped(text.charAt(i)));
        }
        out.append(quoted.append('"').toString());
    }

    private String escaped(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            default -> {
                boolean numeric = c < ' ' || (layout.asciiOnly() && c > '~');
                yield numeric ? String.format(Locale.ROOT, "\\u%04x", (int) c) : String.valueOf(c);
            }
        };
    }
}
