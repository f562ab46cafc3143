package dev.parlance.engine.llama.reply;

import dev.parlance.engine.llama.grammar.GrammarBuilder.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Calls as JSON objects at the beginning of the reply, with nothing around them but perhaps a code
/// fence or one marker: Llama 3, and what models without a format of their own are told to write.
///
/// Several calls are separated by `;`, white space, or stand in a list. JSON that calls no offered
/// tool is text.
///
/// @param marker what may come before a call anywhere in the reply; empty for none
record BareJson(String marker) implements CallSyntax {
    static final BareJson LLAMA = new BareJson("<|python_tag|>");
    static final BareJson PLAIN = new BareJson("");

    private static final String FENCE = "```";

    @Override
    public List<Opener> openers(ToolOffer offer) {
        List<Opener> openers = new ArrayList<>();
        if (!marker.isEmpty()) {
            openers.add(new Opener(marker, false, in -> head(in, offer)));
        }
        for (String first : List.of("{", "[", FENCE)) {
            openers.add(new Opener(first, true, in -> head(in, offer)));
        }
        return openers;
    }

    @Override
    public Set<String> markers() {
        return marker.isEmpty() ? Set.of() : Set.of(marker);
    }

    @Override
    public Part calls(CallParts parts, String opening) {
        if (!marker.isEmpty()) {
            return parts.many(parts.object("name", "parameters"), parts.text("; "));
        }
        Part object = parts.object("name", "arguments");
        Part comma = parts.sequence(parts.text(","), parts.space());
        Part several = parts.sequence(parts.text("["), parts.many(object, comma), parts.text("]"));
        return parts.either(List.of(object, several));
    }

    @Override
    public List<String> triggers() {
        return List.of();
    }

    private Head head(Cursor in, ToolOffer offer) {
        boolean _ = !marker.isEmpty() && in.take(marker);
        boolean fenced = in.take(FENCE);
        if (fenced) {
            boolean _ = in.take("json");
        }
        in.spaces();
        boolean list = in.take("[");
        in.spaces();
        return CallObject.head(in, offer, false, after(offer, list, fenced));
    }

    private Tail.Reader after(ToolOffer offer, boolean list, boolean fenced) {
        return in -> {
            int end = in.at();
            in.spaces();
            boolean _ = in.take(list ? "," : ";");
            in.spaces();
            if (in.sees('{')) {
                return Tail.of(
                        in,
                        new Tail.Next(
                                in.at(),
                                next ->
                                        CallObject.head(
                                                next, offer, false, after(offer, list, fenced))));
            }
            boolean closed = list && in.take("]");
            in.spaces();
            closed |= fenced && in.take(FENCE);
            return Tail.of(in, new Tail.Closed(closed ? in.at() : end));
        };
    }
}
