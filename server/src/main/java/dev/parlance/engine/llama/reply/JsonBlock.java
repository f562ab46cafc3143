package dev.parlance.engine.llama.reply;

import java.util.List;
import java.util.Set;

/// Calls as JSON objects, alone, in a row or in a list, between two markers: `<tool_call>` of
/// Hermes and Qwen and its relatives.
///
/// @param open never empty
/// @param close empty when only the end of the reply closes a block
record JsonBlock(String open, String close) implements CallSyntax {
    static final JsonBlock HERMES = new JsonBlock("<tool_call>", "</tool_call>");

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

    private Head head(Cursor in, ToolOffer offer) {
        boolean _ = in.take(open);
        in.spaces();
        boolean list = in.take("[");
        in.spaces();
        return CallObject.head(in, offer, true, after(offer, list));
    }

    private Tail.Reader after(ToolOffer offer, boolean list) {
        return in -> {
            in.spaces();
            boolean comma = list && in.take(",");
            in.spaces();
            if (in.sees('{')) {
                return Tail.of(
                        in,
                        new Tail.Next(
                                in.at(),
                                next -> CallObject.head(next, offer, true, after(offer, list))));
            }
            if (list && !comma) {
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
