package dev.parlance.transcript;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.embedding.Embedding;
import dev.parlance.core.embedding.EmbeddingRequest;
import dev.parlance.core.embedding.EmbeddingResult;
import dev.parlance.core.engine.ChatEngine;
import dev.parlance.core.engine.CompletionEngine;
import dev.parlance.core.engine.EmbeddingEngine;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.usage.Usage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// An engine that plays a script, one play for each call, and keeps what it was asked.
public final class EventsEngine implements ChatEngine, CompletionEngine, EmbeddingEngine {
    private final Script script;
    private final Deque<List<JsonObject>> plays;
    private final List<Record> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /// An engine for this script.
    public EventsEngine(Script script) {
        this.script = script;
        this.plays = new ArrayDeque<>(script.plays());
    }

    /// The core requests that reached it, in order.
    public List<Record> requests() {
        return requests;
    }

    /// Opens when the first of its streams is closed.
    public CountDownLatch closedStream() {
        return closed;
    }

    @Override
    public String name() {
        return "events";
    }

    @Override
    public List<ModelCard> models() {
        return script.cards();
    }

    @Override
    public ChatStream chat(CallContext context, ModelId model, ChatRequest request) {
        requests.add(request);
        return play(context);
    }

    @Override
    public ChatStream complete(CallContext context, ModelId model, CompletionRequest request) {
        requests.add(request);
        return play(context);
    }

    @Override
    public EmbeddingResult embed(CallContext context, ModelId model, EmbeddingRequest request) {
        requests.add(request);
        List<Embedding> vectors = new ArrayList<>();
        Usage usage = Usage.NONE;
        for (JsonObject event : begin(context)) {
            Line line = new Line(event);
            if (line.has("embedding")) {
                vectors.add(new Embedding(Played.vector(line)));
            } else {
                usage = usage.plus(Played.usage(line));
            }
        }
        return new EmbeddingResult(model, vectors, usage);
    }

    @Override
    public void close() {}

    private ChatStream play(CallContext context) {
        return new PlayedStream(begin(context), closed);
    }

    /// The events of the next play, without the lines that come before its stream.
    private List<JsonObject> begin(CallContext context) {
        List<JsonObject> events = new ArrayList<>();
        for (JsonObject event : plays.removeFirst()) {
            Line line = new Line(event);
            if (line.has("refuse")) {
                throw new ApiException(Played.problem(line.text("refuse")));
            }
            if (line.has("ignored")) {
                context.dispositions().ignored(line.text("ignored"), line.text("reason"));
            } else {
                events.add(event);
            }
        }
        return events;
    }
}
