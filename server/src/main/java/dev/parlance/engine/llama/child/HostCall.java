package dev.parlance.engine.llama.child;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Disposition;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.engine.ChatEngine;
import dev.parlance.core.engine.CompletionEngine;
import dev.parlance.core.engine.EmbeddingEngine;
import dev.parlance.core.engine.Engine;
import dev.parlance.core.engine.RerankEngine;
import dev.parlance.core.engine.ScoringEngine;
import dev.parlance.core.engine.TokenizerEngine;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import dev.parlance.core.problem.ApiProblem.Unsupported;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One call in the child. It pulls the engine's events only as fast as the parent has room for
/// them. Thread-safe: one thread runs it, another tells it of room or cancels.
final class HostCall {
    private final long number;
    private final Engine engine;
    private final ModelId model;
    private final CallContext context;
    private final Consumer<FromChild> send;
    private final Semaphore room = new Semaphore(ChildCall.WINDOW);
    private @Nullable Thread thread;
    private @Nullable ChatStream stream;
    private boolean cancelled;

    HostCall(
            long number,
            Engine engine,
            ModelId model,
            CallContext context,
            Consumer<FromChild> send) {
        this.number = number;
        this.engine = engine;
        this.model = model;
        this.context = context;
        this.send = send;
    }

    synchronized void runsOn(Thread worker) {
        thread = worker;
    }

    /// The parent has room for this many events more.
    void more(int events) {
        room.release(Math.clamp(events, 0, ChildCall.WINDOW));
    }

    /// Nobody waits for it any more.
    void cancel() {
        ChatStream open;
        synchronized (this) {
            cancelled = true;
            open = stream;
            if (thread != null) {
                thread.interrupt();
            }
        }
        if (open != null) {
            open.close();
        }
    }

    /// The reply is to end at its next token.
    void stop() {
        ChatStream open;
        synchronized (this) {
            open = stream;
        }
        if (open != null) {
            boolean _ = open.stop();
        }
    }

    private synchronized boolean isCancelled() {
        return cancelled;
    }

    void run(ToChild message) {
        try {
            answer(message);
        } catch (CancellationException | InterruptedException e) {
            if (!isCancelled()) {
                send.accept(
                        new FromChild.Failed(
                                number, ChildHost.problem(new IllegalStateException(e))));
            }
        } catch (RuntimeException e) {
            if (!isCancelled()) {
                send.accept(new FromChild.Failed(number, ChildHost.problem(e)));
            }
        }
    }

    private void answer(ToChild message) throws InterruptedException {
        switch (message) {
            case ToChild.Chat(_, var request) ->
                    stream(as(ChatEngine.class).chat(context, model, request));
            case ToChild.Complete(_, var request) ->
                    stream(as(CompletionEngine.class).complete(context, model, request));
            case ToChild.Ask(_, var question) -> {
                Answer answer = answer(question);
                send.accept(new FromChild.Answered(number, answer, dispositions()));
            }
            case ToChild.Begin _, ToChild.More _, ToChild.Stop _, ToChild.Cancel _ ->
                    throw new CodecException("no call: " + message);
        }
    }

    private Answer answer(Question question) {
        return switch (question) {
            case Question.Embed(var request) ->
                    new Answer.Vectors(as(EmbeddingEngine.class).embed(context, model, request));
            case Question.Rerank(var request) ->
                    new Answer.Ranks(as(RerankEngine.class).rerank(context, model, request));
            case Question.Tokenize(var request) ->
                    new Answer.Tokens(as(TokenizerEngine.class).tokenize(context, model, request));
            case Question.Detokenize(var ids) ->
                    new Answer.Text(as(TokenizerEngine.class).detokenize(context, model, ids));
            case Question.PlainText(var ids) ->
                    new Answer.Text(as(TokenizerEngine.class).plainText(context, model, ids));
            case Question.Render(var request) ->
                    new Answer.Rendered(as(TokenizerEngine.class).render(context, model, request));
            case Question.Next(var request) ->
                    new Answer.Next(as(ScoringEngine.class).nextTokens(context, model, request));
        };
    }

    private <T extends Engine> T as(Class<T> port) {
        if (port.isInstance(engine)) {
            return port.cast(engine);
        }
        throw new ApiException(new Unsupported("model", port.getSimpleName(), model.value()));
    }

    private List<Disposition> dispositions() {
        return context.dispositions().entries();
    }

    private void stream(ChatStream opened) throws InterruptedException {
        try (opened) {
            synchronized (this) {
                stream = opened;
                if (cancelled) {
                    return;
                }
            }
            send.accept(new FromChild.Accepted(number, dispositions()));
            while (opened.hasNext()) {
                long left = context.deadline().remaining().toNanos();
                if (!room.tryAcquire(left, TimeUnit.NANOSECONDS)) {
                    throw new ApiException(new DeadlineExceeded("decode"));
                }
                send.accept(new FromChild.Event(number, opened.next()));
            }
        }
    }
}
