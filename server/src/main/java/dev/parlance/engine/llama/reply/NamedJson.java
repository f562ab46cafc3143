package dev.parlance.engine.llama.reply;

import dev.parlance.engine.llama.grammar.GrammarBuilder.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Calls as a name and a JSON object: `<function=name>{...}</function>` of functionary 3.1, or
/// `>>>name`, a new line and the object of functionary 3.2.
///
/// @param open what a call begins with
/// @param nameEnd what ends its name
/// @param close what ends the call; empty for nothing
/// @param speaks the name that stands for text to show; empty when there is none
record NamedJson(String open, String nameEnd, String close, String speaks) implements CallSyntax {
    static final NamedJson FUNCTIONARY_31 = new NamedJson("<function=", ">", "</function>", "");
    static final NamedJson FUNCTIONARY_32 = new NamedJson(">>>", "\n", "", "all");

    private static final int MAX_NAME = 128;

    @Override
    public List<Opener> openers(ToolOffer offer) {
        List<Opener> openers = new ArrayList<>();
        openers.add(new Opener(open, false, in -> head(in, offer)));
        return openers;
    }

    @Override
    public Set<String> markers() {
        return Set.of();
    }

    @Override
    public Part calls(CallParts parts, String opening) {
        Part named =
                parts.any(tool ->
                        parts.sequence(
                                parts.text(tool.name() + nameEnd),
                                parts.arguments(tool),
                                parts.text(close)));
        Part begin = parts.text(open);
        Part more = parts.many(parts.sequence(begin, named), parts.text(""));
        // Where the prompt has begun the first call, all that follow still begin themselves.
        return opening.equals(open)
                ? parts.sequence(named, parts.rest(parts.sequence(begin, named)))
                : more;
    }

    @Override
    public List<String> triggers() {
        return speaks.isEmpty() ? List.of(open) : List.of();
    }

    private Head head(Cursor in, ToolOffer offer) {
        boolean _ = in.take(open);
        String name = in.until(MAX_NAME, nameEnd);
        boolean _ = in.take(nameEnd);
        if (name != null && !speaks.isEmpty() && name.equals(speaks)) {
            return Head.of(in, new Head.Skipped(in.at()));
        }
        in.spaces();
        if (name == null || !offer.has(name.strip()) || !in.sees('{')) {
            return Head.of(in, new Head.Refused());
        }
        return Head.of(in, new Head.Begun(name.strip(), in.at(), new RawArguments(), this::after));
    }

    private Tail after(Cursor in) {
        if (close.isEmpty()) {
            return new Tail.Closed(in.at());
        }
        int end = in.at();
        in.spaces();
        boolean closed = in.take(close);
        return Tail.of(in, new Tail.Closed(closed ? in.at() : end));
    }
}
