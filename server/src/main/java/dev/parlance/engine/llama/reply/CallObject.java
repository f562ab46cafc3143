package dev.parlance.engine.llama.reply;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The reading of a call written as one JSON object: `{"name": ..., "arguments": {...}}`.
///
/// The members may come in any order, with others between them; the arguments may be called
/// `parameters`, be a string with JSON in it, or be left out; name and arguments may be nested in a
/// member `function`. For one reading.
final class CallObject {
    private static final Set<String> NAMES = Set.of("name", "tool_name", "function");
    private static final Set<String> ARGUMENTS = Set.of("arguments", "parameters");
    private static final Set<String> OTHERS = Set.of("type", "id", "tool_call_id", "index");

    private final Cursor in;
    private final ToolOffer offer;
    private final boolean marked;
    private int depth;
    private @Nullable String name;
    private @Nullable String known;

    private CallObject(Cursor in, ToolOffer offer, boolean marked) {
        this.in = in;
        this.offer = offer;
        this.marked = marked;
    }

    /// What the object at the cursor is.
    ///
    /// @param marked true when a marker came before it, so that it is a call rather than text
    /// @param after reads what follows the object
    static Head head(Cursor in, ToolOffer offer, boolean marked, Tail.Reader after) {
        return Head.of(in, new CallObject(in, offer, marked).read(after));
    }

    private Head read(Tail.Reader after) {
        if (!in.take("{")) {
            return new Head.Refused();
        }
        depth = 1;
        while (true) {
            in.spaces();
            if (in.take("}")) {
                if (--depth == 0) {
                    return whole(after);
                }
                in.spaces();
                boolean _ = in.take(",");
                continue;
            }
            String key = in.jsonString();
            in.spaces();
            if (key == null || !in.take(":")) {
                return new Head.Refused();
            }
            in.spaces();
            if (ARGUMENTS.contains(key) && name != null && (in.sees('{') || in.sees('"'))) {
                ArgumentReader reader = in.sees('{') ? new RawArguments() : new QuotedArguments();
                int open = depth;
                return new Head.Begun(name, in.at(), reader, rest -> tail(rest, open, after));
            }
            if (!member(key)) {
                return new Head.Refused();
            }
            in.spaces();
            boolean _ = in.take(",");
        }
    }

    /// Reads the value of a member that is not streamed.
    private boolean member(String key) {
        if (key.equals("function") && in.sees('{')) {
            depth++;
            return in.take("{");
        }
        if (NAMES.contains(key)) {
            name = in.jsonString();
            return offer.has(name);
        }
        if (ARGUMENTS.contains(key)) {
            if (in.take("null")) {
                known = "{}";
            } else if (in.sees('"')) {
                known = in.jsonString();
            } else {
                known = in.sees('{') ? in.jsonValue() : null;
            }
            return known != null;
        }
        return (marked || OTHERS.contains(key)) && in.jsonValue() != null;
    }

    private Head whole(Tail.Reader after) {
        if (name == null || (known == null && !marked)) {
            return new Head.Refused();
        }
        String json = known == null ? "{}" : known;
        return new Head.Begun(name, in.at(), new KnownArguments(json), after);
    }

    private static Tail tail(Cursor in, int open, Tail.Reader after) {
        int depth = open;
        while (depth > 0) {
            in.spaces();
            if (in.take("}")) {
                depth--;
            } else if (!in.take(",") && (in.jsonString() == null || !value(in))) {
                return Tail.of(in, new Tail.Closed(in.at()));
            }
        }
        return after.read(in);
    }

    private static boolean value(Cursor in) {
        in.spaces();
        if (!in.take(":")) {
            return false;
        }
        in.spaces();
        return in.jsonValue() != null;
    }
}
