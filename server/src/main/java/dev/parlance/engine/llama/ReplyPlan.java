package dev.parlance.engine.llama;

import dev.parlance.engine.llama.reply.ReplyParser;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How the text of a choice is understood. Immutable, thread-safe.
///
/// @param parser makes the parser of one choice
/// @param markers control tokens that the parser has to see, with their text; they are not shown
record ReplyPlan(Supplier<ReplyParser> parser, Map<Integer, byte[]> markers) {
    /// Everything is text.
    static final ReplyPlan TEXT = new ReplyPlan(ReplyParser::text, Map.of());

    ReplyPlan {
        markers = Map.copyOf(markers);
    }

    /// The bytes of this token for the parser.
    byte[] piece(int token, TokenTexts texts) {
        byte @Nullable [] marker = markers.get(token);
        return marker == null ? texts.piece(token) : marker;
    }
}
