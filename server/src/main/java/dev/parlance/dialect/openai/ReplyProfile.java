package dev.parlance.dialect.openai;

import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.chat.ChatResult;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The shapes that replies have under one compat profile: the one place where products that serve
/// OpenAI's paths differ on the way out. Requests are read alike under all of them.
interface ReplyProfile {

    /// The shapes for this profile.
    static ReplyProfile of(CompatProfile profile) {
        return switch (profile) {
            case TEXTGEN -> TextgenProfile.CURRENT;
            case TEXTGEN_2023 -> TextgenProfile.NOV_2023;
            // Each of the others gets its own shapes with the dialect that it belongs to.
            case OPENAI, H2OGPT, LLMSTUDIO_0_3, LLMSTUDIO_1 -> OpenAiProfile.INSTANCE;
        };
    }

    /// The comment that a stream sends on silence; `null` for the usual one.
    default @Nullable Supplier<byte[]> comment(Stamps stamps) {
        return null;
    }

    /// The id and time of a chat reply.
    ReplyHead chatHead(Stamps stamps);

    /// The id and time of a text completion.
    ReplyHead completionHead(Stamps stamps);

    /// A whole chat reply.
    byte[] chat(ChatResult result, ReplyHead head, ChatCall call);

    /// The encoder of one streamed chat.
    EventEncoder chatEvents(ReplyHead head, ChatCall call, Stamps stamps);

    /// A whole text completion.
    byte[] completion(ChatResult result, ReplyHead head, CompletionCall call);

    /// The encoder of one streamed text completion.
    EventEncoder completionEvents(ReplyHead head, CompletionCall call, Stamps stamps);
}
