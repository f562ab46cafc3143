package dev.parlance.engine.llama.reply;

import dev.parlance.engine.llama.grammar.GrammarBuilder.Part;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Calls whose parameters stand one by one between tags: Qwen3-Coder, Seed-OSS, MiniMax and GLM.
///
/// @param open begins a call
/// @param nameOpen comes before the name; may be empty
/// @param nameEnd comes after it
/// @param keyOpen begins a parameter
/// @param keyEnd comes after its name
/// @param valueOpen comes before its value; may be empty
/// @param valueEnd ends the parameter
/// @param nameClose ends what `nameOpen` began; may be empty
/// @param close ends the call
/// @param lined true when a value stands on lines of its own
record TaggedParameters(
        String open,
        String nameOpen,
        String nameEnd,
        String keyOpen,
        String keyEnd,
        String valueOpen,
        String valueEnd,
        String nameClose,
        String close,
        boolean lined)
        implements CallSyntax {
    static final TaggedParameters QWEN_CODER = functions("<tool_call>", "</tool_call>");
    static final TaggedParameters SEED = functions("<seed:tool_call>", "</seed:tool_call>");
    static final TaggedParameters MINIMAX =
            new TaggedParameters(
                    "<minimax:tool_call>",
                    "<invoke name=\"",
                    "\">",
                    "<parameter name=\"",
                    "\">",
                    "",
                    "</parameter>",
                    "</invoke>",
                    "</minimax:tool_call>",
                    false);
    static final TaggedParameters GLM =
            new TaggedParameters(
                    "<tool_call>",
                    "",
                    "\n",
                    "<arg_key>",
                    "</arg_key>",
                    "<arg_value>",
                    "</arg_value>",
                    "",
                    "</tool_call>",
                    false);

    private static final int MAX_NAME = 128;

    private static TaggedParameters functions(String open, String close) {
        return new TaggedParameters(
                open,
                "<function=",
                ">",
                "<parameter=",
                ">",
                "",
                "</parameter>",
                "</function>",
                close,
                true);
    }

    @Override
    public List<Opener> openers(ToolOffer offer) {
        List<Opener> openers = new ArrayList<>();
        openers.add(new Opener(open, false, in -> head(in, offer)));
        openers.add(new Opener(close, false, this::stray));
        if (!nameOpen.isEmpty()) {
            // Models leave the outer tag out at times.
            openers.add(new Opener(nameOpen, false, in -> head(in, offer)));
        }
        return openers;
    }

    @Override
    public Set<String> markers() {
        Set<String> markers =
                new LinkedHashSet<>(
                        List.of(open, keyOpen, keyEnd, valueOpen, valueEnd, nameClose, close));
        markers.removeIf(marker -> marker.length() < 3);
        return markers;
    }

    @Override
    public Part calls(CallParts parts, String opening) {
        Part one =
                parts.any(tool ->
                        parts.sequence(
                                parts.text(open),
                                parts.space(),
                                parts.text(nameOpen + tool.name() + nameEnd),
                                TaggedGrammar.parameters(this, parts, tool),
                                parts.space(),
                                parts.text(nameClose),
                                parts.space(),
                                parts.text(close)));
        return parts.many(one, parts.space());
    }

    @Override
    public List<String> triggers() {
        return nameOpen.isEmpty() ? List.of(open) : List.of(open, nameOpen);
    }

    private Head head(Cursor in, ToolOffer offer) {
        boolean _ = in.take(open);
        in.spaces();
        if (!in.take(nameOpen)) {
            return Head.of(in, new Head.Refused());
        }
        String name = in.until(MAX_NAME, nameEnd, keyOpen, close);
        boolean _ = in.take(nameEnd);
        if (name == null || !offer.has(name.strip())) {
            return Head.of(in, new Head.Refused());
        }
        String bare = name.strip();
        TaggedArguments reader =
                new TaggedArguments(this, Objects.requireNonNull(offer.find(bare)).parameters());
        return Head.of(in, new Head.Begun(bare, in.at(), reader, rest -> after(rest, offer)));
    }

    private Tail after(Cursor in, ToolOffer offer) {
        in.spaces();
        boolean _ = in.take(nameClose);
        int end = in.at();
        in.spaces();
        if (in.take(close)) {
            return new Tail.Closed(in.at());
        }
        int next = in.at();
        if (!nameOpen.isEmpty() && in.take(nameOpen)) {
            return Tail.of(in, new Tail.Next(next, again -> head(again, offer)));
        }
        return Tail.of(in, new Tail.Closed(end));
    }

    private Head stray(Cursor in) {
        boolean _ = in.take(close);
        return Head.of(in, new Head.Skipped(in.at()));
    }
}
