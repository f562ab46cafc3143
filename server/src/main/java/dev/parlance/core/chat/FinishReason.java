package dev.parlance.core.chat;

import java.util.Locale;

/// Why a choice ended.
public enum FinishReason {
    /// The model ended its turn, or a stop sequence came.
    STOP,
    /// The output limit or the context was reached.
    LENGTH,
    /// The model asks for tools to be called.
    TOOL_CALLS,
    /// A moderation rule cut it.
    CONTENT_FILTER;

    /// Its name in OpenTelemetry's and OpenAI's words: lower snake case.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
