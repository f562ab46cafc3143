package dev.parlance.engine.llama.reply;

import dev.parlance.engine.llama.grammar.GrammarBuilder.Part;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The channels of gpt-oss: each message has a header that says whether it is a thought, a call of
/// a tool or said to the user.
record Harmony() implements CallSyntax {
    private static final String START = "<|start|>";
    private static final String CHANNEL = "<|channel|>";
    private static final String MESSAGE = "<|message|>";
    private static final String CONSTRAIN = "<|constrain|>";
    private static final String END = "<|end|>";
    private static final String CALL = "<|call|>";
    private static final int MAX_HEADER = 300;
    private static final Pattern TO = Pattern.compile("\\bto=functions\\.([a-zA-Z0-9_-]+)");

    @Override
    public List<Opener> openers(ToolOffer offer) {
        return List.of(
                new Opener(START, false, in -> header(in, offer)),
                new Opener(CHANNEL, false, in -> header(in, offer)),
                new Opener(END, false, Harmony::end),
                new Opener(CALL, false, Harmony::end));
    }

    @Override
    public Set<String> markers() {
        return Set.of(START, CHANNEL, MESSAGE, CONSTRAIN, END, CALL);
    }

    @Override
    public Part calls(CallParts parts, String opening) {
        Part thought =
                parts.sequence(
                        parts.text(CHANNEL + "analysis" + MESSAGE),
                        parts.until(END),
                        parts.text(END + START + "assistant"));
        Part call =
                parts.any(tool ->
                        parts.sequence(
                                parts.text(
                                        CHANNEL
                                                + "commentary to=functions."
                                                + tool.name()
                                                + " "
                                                + CONSTRAIN
                                                + "json"
                                                + MESSAGE),
                                parts.arguments(tool)));
        return parts.sequence(parts.optional(thought), call);
    }

    @Override
    public List<String> triggers() {
        return List.of();
    }

    private static Head header(Cursor in, ToolOffer offer) {
        String header = in.until(MAX_HEADER, MESSAGE);
        if (header == null || !in.take(MESSAGE)) {
            return Head.of(in, new Head.Refused());
        }
        Matcher to = TO.matcher(header);
        if (to.find()) {
            String name = to.group(1);
            in.spaces();
            if (!offer.has(name) || !in.sees('{')) {
                return Head.of(in, new Head.Refused());
            }
            return Head.of(
                    in,
                    new Head.Begun(
                            name, in.at(), new RawArguments(), rest -> new Tail.Closed(rest.at())));
        }
        return Head.of(
                in,
                header.contains(CHANNEL + "analysis")
                        ? new Head.Thought(in.at(), END)
                        : new Head.Skipped(in.at()));
    }

    private static Head end(Cursor in) {
        boolean _ = in.take(END) || in.take(CALL);
        return Head.of(in, new Head.Skipped(in.at()));
    }
}
