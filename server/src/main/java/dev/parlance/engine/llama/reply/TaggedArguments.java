package dev.parlance.engine.llama.reply;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.wire.Json;

/// Arguments that stand between tags, turned into a JSON object: what the schema calls a string is
/// given on as it comes, anything else when it is complete. For one thread.
final class TaggedArguments implements ArgumentReader {
    private static final int MAX_KEY = 256;

    private final TaggedParameters tags;
    private final JsonObject schema;
    private boolean begun;
    private boolean inValue;
    private boolean valueBegun;
    private boolean streamed;
    private String key = "";

    TaggedArguments(TaggedParameters tags, JsonObject schema) {
        this.tags = tags;
        this.schema = schema;
    }

    @Override
    public Taken take(CharSequence text, boolean last) {
        StringBuilder json = new StringBuilder();
        int at = 0;
        while (true) {
            CharSequence rest = text.subSequence(at, text.length());
            Taken step = inValue ? value(rest, last) : between(rest, last);
            json.append(step.json());
            at += step.length();
            boolean stuck = step.length() == 0 && step.json().isEmpty();
            if (step.complete() || stuck) {
                return new Taken(at, json.toString(), step.complete());
            }
        }
    }

    private Taken between(CharSequence text, boolean last) {
        Cursor in = new Cursor(text, 0, last);
        in.spaces();
        if (!in.take(tags.keyOpen())) {
            return in.starved() ? nothing() : new Taken(0, begun ? "}" : "{}", true);
        }
        String name = in.until(MAX_KEY, tags.keyEnd());
        boolean _ = in.take(tags.keyEnd());
        if (!tags.valueOpen().isEmpty()) {
            in.spaces();
            boolean _ = in.take(tags.valueOpen());
        }
        if (in.starved()) {
            return nothing();
        }
        if (name == null) {
            return new Taken(0, begun ? "}" : "{}", true);
        }
        key = name.strip();
        String opening = (begun ? ", " : "{") + Json.text(JsonValue.of(key)) + ": ";
        begun = true;
        inValue = true;
        valueBegun = false;
        streamed = ParameterText.isString(schema, key);
        return new Taken(in.at(), opening, false);
    }

    private Taken value(CharSequence text, boolean last) {
        String whole = text.toString();
        int end = whole.indexOf(tags.valueEnd());
        if (end < 0 && !last) {
            return streamed ? streamed(whole, false) : nothing();
        }
        int length = end < 0 ? whole.length() : end + tags.valueEnd().length();
        String value = end < 0 ? whole : whole.substring(0, end);
        inValue = false;
        if (streamed) {
            return new Taken(length, streamed(value, true).json(), false);
        }
        return new Taken(length, ParameterText.json(schema, key, unlined(value)), false);
    }

    private Taken streamed(String text, boolean ended) {
        StringBuilder json = new StringBuilder();
        int from = 0;
        if (!valueBegun) {
            if (text.isEmpty() && !ended) {
                return nothing();
            }
            json.append('"');
            from = tags.lined() && text.startsWith("\n") ? 1 : 0;
            valueBegun = true;
        }
        int to = ended ? text.length() : text.length() - held(text, from);
        if (ended && tags.lined() && to > from && text.charAt(to - 1) == '\n') {
            to--;
        }
        json.append(escaped(text.substring(from, to)));
        if (ended) {
            json.append('"');
        }
        return new Taken(to, json.toString(), false);
    }

    /// How much of the end may belong to what ends the value.
    private int held(String text, int from) {
        String end = tags.lined() ? "\n" + tags.valueEnd() : tags.valueEnd();
        int held = Math.max(Overlap.of(text, end), Overlap.of(text, tags.valueEnd()));
        return Math.min(held, text.length() - from);
    }

    private String unlined(String value) {
        if (!tags.lined()) {
            return value;
        }
        int from = value.startsWith("\n") ? 1 : 0;
        int to =
                value.length() > from && value.endsWith("\n") ? value.length() - 1 : value.length();
        return value.substring(from, to);
    }

    private static String escaped(String text) {
        String quoted = Json.text(JsonValue.of(text));
        return quoted.substring(1, quoted.length() - 1);
    }

    private static Taken nothing() {
        return new Taken(0, "", false);
    }
}
