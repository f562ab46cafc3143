package dev.parlance.engine.llama;

import dev.parlance.core.call.Deadline;
import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.usage.Usage;
import java.time.Duration;
import java.util.Arrays;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// The reply of one request: the steps of all its choices as core's events.
final class LlamaStream implements ChatStream {
    private final ModelId model;
    private final String fingerprint;
    private final StepQueue queue;
    private final Deadline deadline;
    private final int inputTokens;
    private final @Nullable FinishReason[] reasons;
    private int outputTokens;
    private int reasoningTokens;
    private int cachedTokens;
    private boolean started;
    // Written by the puller, read by hasNext() of the same thread.
    private boolean finished;

    LlamaStream(
            ModelId model,
            String fingerprint,
            StepQueue queue,
            Deadline deadline,
            int inputTokens,
            int choices) {
        this.model = model;
        this.fingerprint = fingerprint;
        this.queue = queue;
        this.deadline = deadline;
        this.inputTokens = inputTokens;
        this.reasons = new FinishReason[choices];
    }

    @Override
    public boolean hasNext() {
        return !finished;
    }

    @Override
    public ChatEvent next() {
        if (finished) {
            throw new NoSuchElementException("the reply has ended");
        }
        try {
            while (true) {
                ChatEvent event = event(queue.take(deadline));
                if (event != null) {
                    return event;
                }
            }
        } catch (ApiException e) {
            queue.cancel();
            throw e;
        }
    }

    private @Nullable ChatEvent event(Step step) {
        return switch (step) {
            case Step.Begun _ -> {
                boolean first = !started;
                started = true;
                yield first ? new ChatEvent.Started(model, fingerprint) : null;
            }
            case Step.Text(int choice, var text, var logprobs) ->
                    new ChatEvent.TextDelta(choice, text, logprobs);
            case Step.Reasoning(int choice, var text) -> new ChatEvent.ReasoningDelta(choice, text);
            case Step.ToolCall(int choice, int index, var id, var name, var arguments) ->
                    new ChatEvent.ToolCallDelta(choice, index, id, name, arguments);
            case Step.Likely _ -> throw new IllegalStateException("no part of a reply");
            case Step.End end -> end(end);
            case Step.Failure(var cause) -> throw cause;
        };
    }

    private @Nullable ChatEvent end(Step.End end) {
        reasons[end.choice()] = end.reason();
        outputTokens += end.outputTokens();
        reasoningTokens += end.reasoningTokens();
        if (end.choice() == 0) {
            // Further choices take the prompt from the first, and it is counted once.
            cachedTokens = end.cachedTokens();
        }
        for (FinishReason each : reasons) {
            if (each == null) {
                return null;
            }
        }
        finished = true;
        Usage usage = new Usage(inputTokens, outputTokens, cachedTokens, reasoningTokens, false);
        return new ChatEvent.Finished(Arrays.asList(reasons), usage);
    }

    @Override
    public boolean await(Duration atMost) {
        return finished || queue.await(atMost);
    }

    @Override
    public boolean stop() {
        queue.stop();
        return true;
    }

    @Override
    public void close() {
        queue.cancel();
    }
}
