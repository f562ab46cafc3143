package dev.parlance.core.usage;

/// What was asked for, in OpenTelemetry GenAI's words.
public enum Operation {
    CHAT("chat"),
    COMPLETION("text_completion"),
    EMBEDDINGS("embeddings"),
    RERANK("rerank"),
    MODERATION("moderation"),
    TOKENIZE("tokenize"),
    NEXT_TOKENS("next_tokens");

    private final String wireName;

    Operation(String wireName) {
        this.wireName = wireName;
    }

    /// The value of `gen_ai.operation.name`.
    public String wireName() {
        return wireName;
    }
}
