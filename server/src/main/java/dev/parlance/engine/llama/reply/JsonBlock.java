package dev.parlance.engine.llama.reply;

import dev.parlance.engine.llama.grammar.GrammarBuilder.Part;
import java.util.List;
import java.util.Set;

/// Calls as JSON objects, alone, in a row or in a list, between two markers: `<tool_call>` of
/// Hermes and Qwen and its relatives.
///
/// @param open never empty
/// @param close empty when only the end of the reply closes a block
/// @param list true when models of the family write all calls in one list
/// @param nameKey what they call the member with the name
/// @param argumentsKey what they call the member with the arguments
record JsonBlock(String open, String close, boolean list, String nameKey, String argumentsKey)
        implements CallSyntax {
    static final JsonBlock HERMES =
            new JsonBlock("<tool_call>", "</tool_call>", false, "name", "arguments");

    /// All calls in one list.
    static JsonBlock list(String open, String close) {
        return new JsonBlock(open, close, true, "name", "arguments");
    }

    @Override
    public List<Opener> openers(ToolOffer offer) {
        Opener begin = new Opener(open, false, in -> head(in, offer));
        return close.isEmpty()
                ? List.of(begin)
                : List.of(begin, new Opener(close, false, this::stray));
    }

    @Override
    public Set<String> markers() {
        return close.isEmpty() ? Set.of(open) : Set.of(open, close);
    }

    @Override
    public Part calls(CallParts parts, String opening) {
        Part object = parts.object(nameKey, argumentsKey);
        Part begin = parts.sequence(parts.text(open), parts.space());
        Part end = parts.sequence(parts.space(), parts.text(close));
        if (!list) {
            return parts.many(parts.sequence(begin, object, end), parts.space());
        }
        Part comma = parts.sequence(parts.text(","), parts.space());
        return parts.sequence(
                begin, parts.text("["), parts.many(object, comma), parts.text("]"), end);
    }

    @Override
    public List<String> triggers() {
        // Command R frames its text with control tokens of its own; `functools` is a word.
        return open.startsWith("<") && nameKey.equals("name") ? List.of(open) : List.of();
    }

    private Head head(Cursor in, ToolOffer offer) {
        boolean _ = in.take(open);
        in.spaces();
        boolean inList = in.take("[");
        in.spaces();
        return CallObject.head(in, offer, true, after(offer, inList));
    }

    private Tail.Reader after(ToolOffer offer, boolean inList) {
        return in -> {
            in.spaces();
            boolean comma = inList && in.take(",");
            in.spaces();
            if (in.sees('{')) {
                return Tail.of(
                        in,
                        new Tail.Next(
                                in.at(),
                                next -> CallObject.head(next, offer, true, after(offer, inList))));
            }
            if (inList && !comma) {
                boolean _ = in.take("]");
                in.spaces();
            }
            boolean _ = in.take(close);
            return Tail.of(in, new Tail.Closed(in.at()));
        };
    }

    /// A closing marker that nothing opened, as some models write it after a call.
    private Head stray(Cursor in) {
        boolean _ = in.take(close);
        return Head.of(in, new Head.Skipped(in.at()));
    }
}
