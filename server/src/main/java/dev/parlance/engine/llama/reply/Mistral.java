package dev.parlance.engine.llama.reply;

import dev.parlance.engine.llama.grammar.GrammarBuilder.Part;
import java.util.List;
import java.util.Set;

/// Calls after the marker `[TOOL_CALLS]`: first a list of JSON objects, since version 11 of the
/// tokenizer the name, the marker `[ARGS]` where the model has it, and the arguments.
///
/// @param named true for models that write the name and `[ARGS]`
record Mistral(boolean named) implements CallSyntax {
    private static final String CALLS = "[TOOL_CALLS]";
    private static final String ID = "[CALL_ID]";
    private static final String ARGUMENTS = "[ARGS]";
    private static final int MAX_NAME = 128;

    @Override
    public List<Opener> openers(ToolOffer offer) {
        return List.of(new Opener(CALLS, false, in -> head(in, offer)));
    }

    @Override
    public Set<String> markers() {
        return Set.of(CALLS, ID, ARGUMENTS);
    }

    @Override
    public Part calls(CallParts parts, String opening) {
        Part marker = parts.text(CALLS);
        if (named) {
            Part one =
                    parts.any(tool ->
                            parts.sequence(
                                    marker,
                                    parts.text(tool.name() + ARGUMENTS),
                                    parts.arguments(tool)));
            return parts.many(one, parts.text(""));
        }
        Part comma = parts.sequence(parts.text(","), parts.space());
        return parts.sequence(
                marker,
                parts.space(),
                parts.text("["),
                parts.many(parts.object("name", "arguments"), comma),
                parts.text("]"));
    }

    @Override
    public List<String> triggers() {
        return List.of(CALLS);
    }

    private Head head(Cursor in, ToolOffer offer) {
        boolean _ = in.take(CALLS);
        in.spaces();
        if (in.take("[")) {
            in.spaces();
            return CallObject.head(in, offer, true, after(offer));
        }
        String name = in.until(MAX_NAME, ARGUMENTS, ID, "{");
        if (in.take(ID)) {
            var _ = in.until(MAX_NAME, ARGUMENTS, "{");
        }
        boolean _ = in.take(ARGUMENTS);
        in.spaces();
        if (name == null || !offer.has(name.strip()) || !in.sees('{')) {
            return Head.of(in, new Head.Refused());
        }
        return Head.of(
                in,
                new Head.Begun(
                        name.strip(),
                        in.at(),
                        new RawArguments(),
                        rest -> new Tail.Closed(rest.at())));
    }

    private static Tail.Reader after(ToolOffer offer) {
        return in -> {
            in.spaces();
            boolean comma = in.take(",");
            in.spaces();
            if (in.sees('{')) {
                return Tail.of(
                        in,
                        new Tail.Next(
                                in.at(), next -> CallObject.head(next, offer, true, after(offer))));
            }
            boolean _ = !comma && in.take("]");
            return Tail.of(in, new Tail.Closed(in.at()));
        };
    }
}
