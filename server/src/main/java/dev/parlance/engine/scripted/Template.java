package dev.parlance.engine.scripted;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The blanks in a scripted answer, and what fills them in one call.
///
/// `{{last_user}}`, `{{tool_result}}`, `{{model}}` and `{{call}}` (which use of the rule this is,
/// from 1) are always known; `$1` to `$9`, `$0` and `$$` only in rules whose condition on the
/// user's text is a regular expression. What is filled in is never looked at again.
///
/// @param groups the groups of the regular expression, or `null`
record Template(Map<String, String> values, @Nullable MatchResult groups) {
    private static final Pattern BLANK = Pattern.compile("\\{\\{ *(\\w+) *}}|\\$([0-9$])");

    Template {
        values = Map.copyOf(values);
    }

    static Template of(Turn turn, int use, @Nullable MatchResult groups) {
        return new Template(
                Map.of(
                        "last_user", orEmpty(turn.user()),
                        "tool_result", orEmpty(turn.toolResult()),
                        "model", turn.model().value(),
                        "call", String.valueOf(use + 1)),
                groups);
    }

    /// The text with its blanks filled in; an unknown name stays as it is.
    String fill(String text) {
        if (text.indexOf('$') < 0 && !text.contains("{{")) {
            return text;
        }
        return BLANK.matcher(text).replaceAll(blank -> Matcher.quoteReplacement(value(blank)));
    }

    /// The value with the blanks of all its strings filled in.
    JsonValue fill(JsonValue value) {
        return switch (value) {
            case JsonString(var text) -> new JsonString(fill(text));
            case JsonArray(var values) -> new JsonArray(values.stream().map(this::fill).toList());
            case JsonObject(var members) -> {
                Map<String, JsonValue> filled = new LinkedHashMap<>();
                members.forEach((key, member) -> filled.put(key, fill(member)));
                yield new JsonObject(filled);
            }
            case JsonNull _, JsonBoolean _, JsonNumber _ -> value;
        };
    }

    /// Returns if this text asks for no group that the expression does not have.
    static void check(String path, String text, int groupCount) {
        BLANK.matcher(text)
                .results()
                .map(blank -> blank.group(2))
                .filter(group -> group != null && !group.equals("$"))
                .filter(group -> Integer.parseInt(group) > groupCount)
                .findFirst()
                .ifPresent(group -> {
                    throw new ScriptException(
                            path
                                    + ": $"
                                    + group
                                    + " asks for a group that the rule's regular expression does"
                                    + " not have; write $$ for a dollar sign");
                });
    }

    private String value(MatchResult blank) {
        String name = blank.group(1);
        if (name != null) {
            return values.getOrDefault(name, blank.group());
        }
        if (groups == null) {
            return blank.group();
        }
        String group = blank.group(2);
        return group.equals("$") ? "$" : orEmpty(groups.group(Integer.parseInt(group)));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
