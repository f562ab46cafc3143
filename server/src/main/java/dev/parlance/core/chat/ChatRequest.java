package dev.parlance.core.chat;

import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.sampling.Sampling;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that any dialect can say about one turn.
///
/// Made with [#of] and the `with` methods; all lists are immutable copies.
///
/// @param model the model's name as the caller wrote it
/// @param messages the conversation, at least one
/// @param tools the functions on offer
/// @param toolChoice whether they may, must or must not be called
/// @param parallelToolCalls whether several calls may come in one turn; `null` when not said
/// @param constraint the form of the output
/// @param sampling how tokens are chosen
/// @param stop texts that end the output and are not part of it
/// @param n how many choices, at least 1
/// @param maxTokens the most output tokens per choice; `null` for what fits
/// @param topLogprobs how many alternatives per token, 0 to 20; `null` for no logprobs at all
/// @param reasoningEffort how long to think; `null` when not said
/// @param extensions what core does not model, by the dialect's field names
public record ChatRequest(
        ModelId model,
        List<ChatMessage> messages,
        List<Tool> tools,
        ToolChoice toolChoice,
        @Nullable Boolean parallelToolCalls,
        OutputConstraint constraint,
        Sampling sampling,
        List<String> stop,
        int n,
        @Nullable Integer maxTokens,
        @Nullable Integer topLogprobs,
        @Nullable ReasoningEffort reasoningEffort,
        JsonObject extensions) {
    public ChatRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        stop = List.copyOf(stop);
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a chat has at least one message");
        }
        if (n < 1) {
            throw new IllegalArgumentException("n is at least 1, not " + n);
        }
    }

    /// A request with nothing but a conversation.
    public static ChatRequest of(ModelId model, List<ChatMessage> messages) {
        return new ChatRequest(
                model,
                messages,
                List.of(),
                new ToolChoice.Auto(),
                null,
                new OutputConstraint.Free(),
                Sampling.DEFAULT,
                List.of(),
                1,
                null,
                null,
                null,
                JsonObject.EMPTY);
    }

    /// A copy with this conversation.
    public ChatRequest withMessages(List<ChatMessage> newMessages) {
        return new ChatRequest(
                model,
                newMessages,
                tools,
                toolChoice,
                parallelToolCalls,
                constraint,
                sampling,
                stop,
                n,
                maxTokens,
                topLogprobs,
                reasoningEffort,
                extensions);
    }

    /// A copy with these tools and this choice among them.
    public ChatRequest withTools(
            List<Tool> newTools, ToolChoice choice, @Nullable Boolean parallel) {
        return new ChatRequest(
                model,
                messages,
                newTools,
                choice,
                parallel,
                constraint,
                sampling,
                stop,
                n,
                maxTokens,
                topLogprobs,
                reasoningEffort,
                extensions);
    }

    /// A copy with this output constraint.
    public ChatRequest withConstraint(OutputConstraint newConstraint) {
        return new ChatRequest(
                model,
                messages,
                tools,
                toolChoice,
                parallelToolCalls,
                newConstraint,
                sampling,
                stop,
                n,
                maxTokens,
                topLogprobs,
                reasoningEffort,
                extensions);
    }

    /// A copy with this sampling.
    public ChatRequest withSampling(Sampling newSampling) {
        return new ChatRequest(
                model,
                messages,
                tools,
                toolChoice,
                parallelToolCalls,
                constraint,
                newSampling,
                stop,
                n,
                maxTokens,
                topLogprobs,
                reasoningEffort,
                extensions);
    }

    /// A copy with these stop sequences.
    public ChatRequest withStop(List<String> newStop) {
        return new ChatRequest(
                model,
                messages,
                tools,
                toolChoice,
                parallelToolCalls,
                constraint,
                sampling,
                newStop,
                n,
                maxTokens,
                topLogprobs,
                reasoningEffort,
                extensions);
    }

    /// A copy with this many choices.
    public ChatRequest withN(int newN) {
        return new ChatRequest(
                model,
                messages,
                tools,
                toolChoice,
                parallelToolCalls,
                constraint,
                sampling,
                stop,
                newN,
                maxTokens,
                topLogprobs,
                reasoningEffort,
                extensions);
    }

    /// A copy with this output limit.
    public ChatRequest withMaxTokens(@Nullable Integer newMaxTokens) {
        return new ChatRequest(
                model,
                messages,
                tools,
                toolChoice,
                parallelToolCalls,
                constraint,
                sampling,
                stop,
                n,
                newMaxTokens,
                topLogprobs,
                reasoningEffort,
                extensions);
    }

    /// A copy with this many alternatives per token.
    public ChatRequest withTopLogprobs(@Nullable Integer newTopLogprobs) {
        return new ChatRequest(
                model,
                messages,
                tools,
                toolChoice,
                parallelToolCalls,
                constraint,
                sampling,
                stop,
                n,
                maxTokens,
                newTopLogprobs,
                reasoningEffort,
                extensions);
    }

    /// A copy with this reasoning effort.
    public ChatRequest withReasoningEffort(@Nullable ReasoningEffort newEffort) {
        return new ChatRequest(
                model,
                messages,
                tools,
                toolChoice,
                parallelToolCalls,
                constraint,
                sampling,
                stop,
                n,
                maxTokens,
                topLogprobs,
                newEffort,
                extensions);
    }

    /// A copy with these extensions.
    public ChatRequest withExtensions(JsonObject newExtensions) {
        return new ChatRequest(
                model,
                messages,
                tools,
                toolChoice,
                parallelToolCalls,
                constraint,
                sampling,
                stop,
                n,
                maxTokens,
                topLogprobs,
                reasoningEffort,
                newExtensions);
    }
}
