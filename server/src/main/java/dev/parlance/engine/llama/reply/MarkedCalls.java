package dev.parlance.engine.llama.reply;

import dev.parlance.engine.llama.grammar.GrammarBuilder.Part;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Calls with a marker at every joint: DeepSeek and Kimi.
///
/// Between the markers stand a name and a JSON object; older DeepSeek models write `function`, the
/// name, a new line and the object in a code fence.
///
/// @param open begins all calls of the reply
/// @param call begins one
/// @param separator comes before the arguments
/// @param end ends one call
/// @param close ends all calls
/// @param style how the name and the arguments stand between the markers
record MarkedCalls(
        String open, String call, String separator, String end, String close, Style style)
        implements CallSyntax {
    static final MarkedCalls DEEPSEEK = deepseek(Style.FENCED);
    static final MarkedCalls DEEPSEEK_31 = deepseek(Style.BARE);
    static final MarkedCalls KIMI =
            new MarkedCalls(
                    "<|tool_calls_section_begin|>",
                    "<|tool_call_begin|>",
                    "<|tool_call_argument_begin|>",
                    "<|tool_call_end|>",
                    "<|tool_calls_section_end|>",
                    Style.NUMBERED);

    /// How a call is written between the markers.
    enum Style {
        /// `name`, separator, arguments.
        BARE,
        /// `function`, separator, name, new line, arguments in a code fence.
        FENCED,
        /// `functions.name:0`, separator, arguments.
        NUMBERED
    }

    private static MarkedCalls deepseek(Style style) {
        return new MarkedCalls(
                "<｜tool▁calls▁begin｜>",
                "<｜tool▁call▁begin｜>",
                "<｜tool▁sep｜>",
                "<｜tool▁call▁end｜>",
                "<｜tool▁calls▁end｜>",
                style);
    }

    private static final int MAX_NAME = 160;
    private static final String TYPE = "function";
    private static final String FENCE = "```";

    @Override
    public List<Opener> openers(ToolOffer offer) {
        return List.of(
                new Opener(open, false, in -> head(in, offer)),
                new Opener(call, false, in -> head(in, offer)),
                new Opener(close, false, this::stray));
    }

    @Override
    public Set<String> markers() {
        return new LinkedHashSet<>(List.of(open, call, separator, end, close));
    }

    @Override
    public Part calls(CallParts parts, String opening) {
        Part one =
                parts.any(tool ->
                        parts.sequence(
                                parts.text(before(tool.name())),
                                parts.arguments(tool),
                                parts.text(style == Style.FENCED ? "\n```" + end : end)));
        return parts.sequence(parts.text(open), parts.many(one, parts.space()), parts.text(close));
    }

    private String before(String name) {
        return call
                + switch (style) {
                    case BARE -> name + separator;
                    case FENCED -> TYPE + separator + name + "\n```json\n";
                    case NUMBERED -> "functions." + name + ":0" + separator;
                };
    }

    @Override
    public List<String> triggers() {
        return List.of(open, call);
    }

    private Head head(Cursor in, ToolOffer offer) {
        boolean _ = in.take(open);
        in.spaces();
        boolean begun = in.take(call);
        String name = begun ? in.until(MAX_NAME, separator) : null;
        if (name == null || !in.take(separator)) {
            return Head.of(in, new Head.Refused());
        }
        boolean typed = name.strip().equals(TYPE);
        name = bare(name.strip(), offer);
        in.spaces();
        if (typed && !in.sees('{')) {
            String line = in.until(MAX_NAME, "\n", FENCE);
            name = line == null ? "" : line.strip();
            in.spaces();
        }
        if (in.take(FENCE)) {
            boolean _ = in.take("json");
            in.spaces();
        }
        if (!offer.has(name) || !in.sees('{')) {
            return Head.of(in, new Head.Refused());
        }
        return Head.of(in, new Head.Begun(name, in.at(), new RawArguments(), after(offer)));
    }

    /// Kimi writes `functions.name:0`.
    private static String bare(String name, ToolOffer offer) {
        if (offer.has(name)) {
            return name;
        }
        int colon = name.lastIndexOf(':');
        String stem = colon < 0 ? name : name.substring(0, colon);
        return stem.startsWith("functions.") ? stem.substring("functions.".length()) : stem;
    }

    private Tail.Reader after(ToolOffer offer) {
        return in -> {
            int done = in.at();
            in.spaces();
            if (in.take(FENCE)) {
                done = in.at();
                in.spaces();
            }
            if (in.take(end)) {
                done = in.at();
                in.spaces();
            }
            int next = in.at();
            if (in.take(call)) {
                return Tail.of(in, new Tail.Next(next, again -> head(again, offer)));
            }
            return Tail.of(in, new Tail.Closed(in.take(close) ? in.at() : done));
        };
    }

    private Head stray(Cursor in) {
        boolean _ = in.take(close);
        return Head.of(in, new Head.Skipped(in.at()));
    }
}
