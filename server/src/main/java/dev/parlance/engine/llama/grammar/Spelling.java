package dev.parlance.engine.llama.grammar;

import dev.parlance.core.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Texts as JSON writes them inside a string: raw, and escaped where that is needed.
final class Spelling {
    private static final CodePoints RAW =
            CodePoints.range(0, 0x1F).or(CodePoints.anyOf("\"\\")).not();
    private static final String SHORT = "\b\f\n\r\t";
    private static final String SHORT_LETTERS = "bfnrt";

    private Spelling() {}

    /// This text as it stands between quotes.
    static String of(String text) {
        StringBuilder spelled = new StringBuilder();
        text.codePoints()
                .forEach(c -> {
                    if (RAW.contains(c)) {
                        spelled.appendCodePoint(c);
                    } else {
                        spelled.append(escape(c));
                    }
                });
        return spelled.toString();
    }

    private static String escape(int c) {
        int known = SHORT.indexOf(c);
        if (known >= 0) {
            return "\\" + SHORT_LETTERS.charAt(known);
        }
        // Half of a surrogate pair, from an escape in a schema, can only be written as one.
        return c == '"' || c == '\\' ? "\\" + (char) c : String.format(Locale.ROOT, "\\u%04x", c);
    }

    /// One character of the set.
    static Expression of(CodePoints set) {
        if (set.equals(CodePoints.ANY)) {
            return JsonText.CHARACTER;
        }
        List<Expression> options = new ArrayList<>();
        CodePoints raw = set.and(RAW);
        if (!raw.isEmpty()) {
            options.add(new Expression.Chars(raw));
        }
        for (int[] pair : set.minus(RAW).pairs()) {
            for (int c = pair[0]; c <= pair[1]; c++) {
                options.add(Expression.text(escape(c)));
            }
        }
        return Expression.either(options);
    }

    /// The texts of an expression without rules and machines.
    static Expression of(Expression expression) {
        return switch (expression) {
            case Expression.Text(var text) -> Expression.text(of(text));
            case Expression.Chars(var set) -> of(set);
            case Expression.Sequence(var parts) ->
                    new Expression.Sequence(parts.stream().map(Spelling::of).toList());
            case Expression.Either(var options) ->
                    new Expression.Either(options.stream().map(Spelling::of).toList());
            case Expression.Repeat(var body, int min, int max) ->
                    Expression.repeat(of(body), min, max);
            case Expression.Rule _, Expression.Machine _ ->
                    throw new IllegalStateException("not a plain regular expression");
        };
    }

    /// This value and no other; strings and numbers in one spelling.
    static Expression literal(JsonValue value) {
        return switch (value) {
            case JsonValue.JsonNull _ -> JsonText.NULL;
            case JsonValue.JsonBoolean(boolean bool) -> Expression.text(String.valueOf(bool));
            case JsonValue.JsonNumber(var number) -> Expression.text(digits(number));
            case JsonValue.JsonString(var text) -> Expression.text("\"" + of(text) + "\"");
            case JsonValue.JsonArray(var values) -> {
                List<Expression> elements = values.stream().map(Spelling::literal).toList();
                yield enclosed("[", elements, "]");
            }
            case JsonValue.JsonObject(var members) -> {
                List<Expression> elements = new ArrayList<>();
                members.forEach((name, member) ->
                        elements.add(
                                JsonText.member(
                                        Expression.text("\"" + of(name) + "\""), literal(member))));
                yield enclosed("{", elements, "}");
            }
        };
    }

    private static String digits(BigDecimal number) {
        boolean plain = Math.abs(number.scale()) <= JsonText.MOST_DIGITS;
        return plain ? number.toPlainString() : number.toString();
    }

    /// This value without white space, as [#literal] accepts it.
    static String compact(JsonValue value) {
        return switch (value) {
            case JsonValue.JsonNull _ -> "null";
            case JsonValue.JsonBoolean(boolean bool) -> String.valueOf(bool);
            case JsonValue.JsonNumber(var number) -> digits(number);
            case JsonValue.JsonString(var text) -> "\"" + of(text) + "\"";
            case JsonValue.JsonArray(var values) ->
                    values.stream()
                            .map(Spelling::compact)
                            .collect(Collectors.joining(",", "[", "]"));
            case JsonValue.JsonObject(var members) ->
                    members.entrySet().stream()
                            .map(m -> "\"" + of(m.getKey()) + "\":" + compact(m.getValue()))
                            .collect(Collectors.joining(",", "{", "}"));
        };
    }

    private static Expression enclosed(String open, List<Expression> elements, String close) {
        List<Expression> parts = new ArrayList<>();
        parts.add(Expression.text(open));
        parts.add(JsonText.SPACE);
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                parts.add(Expression.text(","));
                parts.add(JsonText.SPACE);
            }
            parts.add(elements.get(i));
        }
        if (!elements.isEmpty()) {
            parts.add(JsonText.SPACE);
        }
        parts.add(Expression.text(close));
        return new Expression.Sequence(parts);
    }
}
