package dev.parlance.engine.llama.reply;

import java.util.Set;

/// The tags between which a model thinks, such as `<think>` and `</think>`.
///
/// @param open never empty
/// @param close never empty
public record ThinkTags(String open, String close) {
    Opener opener() {
        return new Opener(open, true, this::head);
    }

    Set<String> markers() {
        return Set.of(open, close);
    }

    private Head head(Cursor in) {
        boolean _ = in.take(open);
        return Head.of(in, new Head.Thought(in.at(), close));
    }
}
