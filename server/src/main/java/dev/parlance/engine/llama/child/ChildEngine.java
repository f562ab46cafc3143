package dev.parlance.engine.llama.child;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Disposition;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.embedding.EmbeddingRequest;
import dev.parlance.core.embedding.EmbeddingResult;
import dev.parlance.core.embedding.RerankRequest;
import dev.parlance.core.embedding.RerankResult;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.Overloaded;
import dev.parlance.core.tokens.NextTokens;
import dev.parlance.core.tokens.NextTokensRequest;
import dev.parlance.core.tokens.RenderedChat;
import dev.parlance.core.tokens.TextToken;
import dev.parlance.core.tokens.TokenizeRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/// One model in a process of its own, as requests see it: the ports of an engine for that model.
///
/// The process may end at any time: every call in it then fails with what became of it, and
/// [#ended] completes. Thread-safe; [#close] ends the process.
public final class ChildEngine implements AutoCloseable {
    private static final int MAX_CALLS = 512;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final ChildProcess process;
    private final Map<Long, ChildCall> calls = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final CompletableFuture<ChildEngine> loaded = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile double progress;

    /// Starts the process and begins to load the model, without waiting for either.
    public ChildEngine(ChildStart start) {
        this.process = new ChildProcess(start, this::receive, this::gone);
    }

    /// Completes with this when the model is loaded, or with why it cannot be.
    public CompletableFuture<ChildEngine> loaded() {
        return loaded;
    }

    /// Completes when the process has ended.
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /// How much of the model is loaded, 0 to 1.
    public double progress() {
        return progress;
    }

    /// True when the process ended though nobody had asked it to.
    public boolean crashed() {
        return process.crashed();
    }

    /// True once it takes no more calls.
    public boolean isClosing() {
        return process.isClosing();
    }

    /// Starts a chat reply.
    public ChatStream chat(CallContext context, ChatRequest request) {
        return stream(context, head -> new ToChild.Chat(head, request));
    }

    /// Starts a text continuation.
    public ChatStream complete(CallContext context, CompletionRequest request) {
        return stream(context, head -> new ToChild.Complete(head, request));
    }

    /// Embeds all inputs.
    public EmbeddingResult embed(CallContext context, EmbeddingRequest request) {
        return ask(context, "embedding", new Question.Embed(request), Answer.Vectors.class)
                .result();
    }

    /// Orders documents by how well they answer a query.
    public RerankResult rerank(CallContext context, RerankRequest request) {
        return ask(context, "embedding", new Question.Rerank(request), Answer.Ranks.class).result();
    }

    /// The tokens of a text.
    public List<TextToken> tokenize(CallContext context, TokenizeRequest request) {
        return ask(context, "tokenize", new Question.Tokenize(request), Answer.Tokens.class)
                .tokens();
    }

    /// The text of token ids.
    public String detokenize(CallContext context, List<Integer> ids) {
        return ask(context, "tokenize", new Question.Detokenize(ids), Answer.Text.class).text();
    }

    /// The text that was split into token ids.
    public String plainText(CallContext context, List<Integer> ids) {
        return ask(context, "tokenize", new Question.PlainText(ids), Answer.Text.class).text();
    }

    /// A conversation as the model's template puts it.
    public RenderedChat render(CallContext context, ChatRequest request) {
        return ask(context, "tokenize", new Question.Render(request), Answer.Rendered.class).chat();
    }

    /// The likeliest tokens after a prompt.
    public NextTokens nextTokens(CallContext context, NextTokensRequest request) {
        return ask(context, "prefill", new Question.Next(request), Answer.Next.class).tokens();
    }

    private ChatStream stream(CallContext context, Function<ToChild.Head, ToChild> message) {
        ChildCall call = begin(context, message);
        try {
            FromChild.Accepted accepted =
                    expect(FromChild.Accepted.class, call.take(context.deadline(), "queue"));
            report(context, accepted.dispositions());
            return new ChildStream(this, call, context.deadline());
        } catch (RuntimeException e) {
            cancel(call);
            throw e;
        }
    }

    private <T extends Answer> T ask(
            CallContext context, String stage, Question question, Class<T> type) {
        ChildCall call = begin(context, head -> new ToChild.Ask(head, question));
        try {
            FromChild.Answered answered =
                    expect(FromChild.Answered.class, call.take(context.deadline(), stage));
            T answer = expect(type, answered.answer());
            ended(call);
            report(context, answered.dispositions());
            return answer;
        } catch (RuntimeException e) {
            cancel(call);
            throw e;
        }
    }

    private static <T> T expect(Class<T> type, Object answer) {
        if (type.isInstance(answer)) {
            return type.cast(answer);
        }
        throw new CodecException("expected " + type.getSimpleName());
    }

    private static void report(CallContext context, List<Disposition> dispositions) {
        dispositions.forEach(entry ->
                context.dispositions().add(entry.field(), entry.outcome(), entry.reason()));
    }

    private ChildCall begin(CallContext context, Function<ToChild.Head, ToChild> message) {
        context.deadline().check("queue");
        if (calls.size() >= MAX_CALLS || process.isBehind()) {
            throw new ApiException(
                    new Overloaded(SOON, "The model has too many requests. Try again later."));
        }
        ChildCall call = new ChildCall(numbers.incrementAndGet());
        calls.put(call.id(), call);
        if (ended.isDone() || process.isClosing()) {
            // Whoever failed all calls may have missed this one.
            call.fail(process.why());
        }
        send(
                message.apply(
                        new ToChild.Head(
                                call.id(),
                                context.requestId(),
                                context.caller().id(),
                                context.deadline().remaining())));
        return call;
    }

    void send(ToChild message) {
        process.send(message);
    }

    /// Ends a call that nobody waits for any more.
    void cancel(ChildCall call) {
        if (call.cancel() && calls.remove(call.id()) != null) {
            send(new ToChild.Cancel(call.id()));
        }
    }

    /// Forgets a call that has had its last answer.
    void ended(ChildCall call) {
        calls.remove(call.id());
    }

    private void receive(FromChild message) {
        switch (message) {
            case FromChild.Loading(double told) -> progress = Math.clamp(told, 0, 1);
            case FromChild.Ready _ -> {
                progress = 1;
                boolean _ = loaded.complete(this);
            }
            case FromChild.NotLoaded(var problem) -> {
                boolean _ = loaded.completeExceptionally(new ApiException(problem));
                process.end();
            }
            case FromChild.OfCall answer -> {
                ChildCall call = calls.get(answer.call());
                if (call != null) {
                    call.put(answer);
                }
            }
        }
    }

    private void gone(ApiException why) {
        boolean _ = loaded.completeExceptionally(why);
        boolean _ = ended.complete(null);
        calls.values().forEach(call -> call.fail(why));
        calls.clear();
    }

    /// Ends the process, and running calls with it, and waits for that.
    @Override
    public void close() {
        process.close();
    }
}
