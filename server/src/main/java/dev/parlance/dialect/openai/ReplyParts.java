package dev.parlance.dialect.openai;

import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.chat.TokenLogprob;
import dev.parlance.core.usage.Usage;
import dev.parlance.wire.JsonWriter;
import java.util.List;

/// The pieces that whole replies and chunks share.
final class ReplyParts {
    /// What OpenAI shows for a token too unlikely to have a finite log probability.
    private static final double UNLIKELIEST = -9999.0;

    private ReplyParts() {}

    /// OpenAI's word for the reason, in the current or the deprecated shape.
    static String reason(FinishReason reason, boolean functionCall) {
        return functionCall && reason == FinishReason.TOOL_CALLS
                ? "function_call"
                : reason.wireName();
    }

    /// The member `usage`.
    static void usage(JsonWriter json, Usage usage) {
        json.beginObject("usage");
        usageMembers(json, usage);
        json.endObject();
    }

    /// The members of the usage object. The details that this server does not count are 0.
    static void usageMembers(JsonWriter json, Usage usage) {
        json.field("prompt_tokens", usage.inputTokens());
        json.field("completion_tokens", usage.outputTokens());
        json.field("total_tokens", usage.totalTokens());
        json.beginObject("prompt_tokens_details");
        json.field("cached_tokens", usage.cacheReadInputTokens());
        json.field("audio_tokens", 0);
        json.endObject();
        json.beginObject("completion_tokens_details");
        json.field("reasoning_tokens", usage.reasoningOutputTokens());
        json.field("audio_tokens", 0);
        json.field("accepted_prediction_tokens", 0);
        json.field("rejected_prediction_tokens", 0);
        json.endObject();
        if (usage.estimated()) {
            json.field("estimated", true);
        }
    }

    /// The members of a chat choice's `logprobs` object.
    static void logprobs(JsonWriter json, List<TokenLogprob> logprobs) {
        json.beginArray("content");
        for (TokenLogprob token : logprobs) {
            json.beginObject();
            token(json, token.token(), token.logprob(), token.bytes());
            json.beginArray("top_logprobs");
            for (TokenLogprob.Alternative other : token.top()) {
                json.beginObject();
                token(json, other.token(), other.logprob(), other.bytes());
                json.endObject();
            }
            json.endArray();
            json.endObject();
        }
        json.endArray();
        json.nullField("refusal");
    }

    /// The number, or OpenAI's stand-in for one that JSON cannot say.
    static double finite(double logprob) {
        return Double.isFinite(logprob) ? logprob : UNLIKELIEST;
    }

    private static void token(JsonWriter json, String token, double logprob, List<Integer> bytes) {
        json.field("token", token);
        json.field("logprob", finite(logprob));
        json.beginArray("bytes");
        for (int value : bytes) {
            json.value(value);
        }
        json.endArray();
    }
}
