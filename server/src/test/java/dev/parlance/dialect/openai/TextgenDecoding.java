package dev.parlance.dialect.openai;

import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.json.JsonValue;
import dev.parlance.dialect.openai.textgen.TextgenRequest;

/// A body's whole way to a decoded call under text-generation-webui's profiles.
final class TextgenDecoding {
    private TextgenDecoding() {}

    /// The [ChatCall] or [CompletionCall] of this body.
    static Object decode(
            boolean chat, JsonValue body, CompatProfile profile, Dispositions dispositions) {
        boolean old = profile == CompatProfile.TEXTGEN_2023;
        RequestRules rules = RequestRules.of(profile);
        return chat
                ? ChatRequestDecoder.decode(
                        TextgenRequest.chat(body, old, dispositions), rules, dispositions)
                : CompletionRequestDecoder.decode(
                        TextgenRequest.completion(body, old, dispositions), rules, dispositions);
    }
}
