package dev.parlance.core.model;

/// One thing that a model can do; each is tested both ways by the engines' contracts.
public enum Capability {
    CHAT("chat"),
    COMPLETION("text completion"),
    EMBEDDINGS("embeddings"),
    TOOLS("tool calls"),
    TOOL_CHOICE("a forced tool choice"),
    JSON_MODE("JSON mode"),
    JSON_SCHEMA("output constrained by a JSON schema"),
    GRAMMAR("output constrained by a grammar"),
    REGEX("output constrained by a regular expression"),
    CHOICES("output constrained to a list of choices"),
    IMAGE_INPUT("image input"),
    AUDIO_INPUT("audio input"),
    FILE_INPUT("file input"),
    REASONING("reasoning"),
    TEMPLATE_VARIABLES("variables for its chat template"),
    CHAT_TEMPLATE("a chat template of the request's own"),
    LOGPROBS("log probabilities"),
    LOGIT_BIAS("logit bias"),
    SAMPLER_ORDER("an order of samplers"),
    SEED("a seed"),
    STOP("stop sequences"),
    MULTIPLE_CHOICES("more than one choice"),
    ECHO("echo of the prompt"),
    INFILL("a suffix to fill up to"),
    TOKEN_PROMPT("a prompt given as tokens"),
    EMBEDDING_DIMENSIONS("embeddings with a chosen number of dimensions"),
    RERANK("reranking"),
    MODERATION("moderation"),
    TOKENIZE("texts as tokens"),
    NEXT_TOKENS("the distribution of the next token"),
    LORA("LoRA adapters");

    private final String phrase;

    Capability(String phrase) {
        this.phrase = phrase;
    }

    /// The words for it in "the model does not support ...".
    public String phrase() {
        return phrase;
    }
}
