package dev.parlance.transcript;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.character.TemplateRun;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.embedding.Embedding;
import dev.parlance.core.embedding.EmbeddingRequest;
import dev.parlance.core.embedding.EmbeddingResult;
import dev.parlance.core.embedding.RerankRequest;
import dev.parlance.core.embedding.RerankResult;
import dev.parlance.core.engine.AdapterEngine;
import dev.parlance.core.engine.ChatEngine;
import dev.parlance.core.engine.CompletionEngine;
import dev.parlance.core.engine.EmbeddingEngine;
import dev.parlance.core.engine.ModerationEngine;
import dev.parlance.core.engine.RerankEngine;
import dev.parlance.core.engine.ScoringEngine;
import dev.parlance.core.engine.TokenizerEngine;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.AdapterCard;
import dev.parlance.core.model.AdapterUse;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.moderation.ModerationRequest;
import dev.parlance.core.moderation.ModerationResult;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.tokens.NextTokens;
import dev.parlance.core.tokens.NextTokensRequest;
import dev.parlance.core.tokens.RenderedChat;
import dev.parlance.core.tokens.TextToken;
import dev.parlance.core.tokens.TokenizeRequest;
import dev.parlance.core.usage.Usage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/// An engine that plays a script, one play for each call, and keeps what it was asked.
public final class EventsEngine
        implements ChatEngine,
                CompletionEngine,
                EmbeddingEngine,
                RerankEngine,
                ModerationEngine,
                ScoringEngine,
                TokenizerEngine,
                AdapterEngine {
    private final Script script;
    private final Deque<List<JsonObject>> plays;
    private final List<Record> requests = new CopyOnWriteArrayList<>();
    private final Map<String, AdapterCard> adapters =
            new TreeMap<>(Map.of("base", new AdapterCard(0, "base", "base.gguf", 1)));
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
    public RerankResult rerank(CallContext context, ModelId model, RerankRequest request) {
        requests.add(request);
        List<RerankResult.Score> scores = new ArrayList<>();
        Usage usage = Usage.NONE;
        for (JsonObject event : begin(context)) {
            Line line = new Line(event);
            if (line.has("relevance")) {
                scores.add(new RerankResult.Score(scores.size(), line.decimal("relevance")));
            } else {
                usage = usage.plus(Played.usage(line));
            }
        }
        return RerankResult.of(model, scores, request.topN(), usage);
    }

    @Override
    public ModerationResult moderate(
            CallContext context, ModelId model, ModerationRequest request) {
        requests.add(request);
        List<ModerationResult.Verdict> verdicts = new ArrayList<>();
        Usage usage = Usage.NONE;
        for (JsonObject event : begin(context)) {
            if (event.get("moderation") instanceof JsonObject found) {
                verdicts.add(Played.verdict(new Line(found)));
            } else {
                usage = usage.plus(Played.usage(new Line(event)));
            }
        }
        return new ModerationResult(model, verdicts, usage);
    }

    @Override
    public NextTokens nextTokens(CallContext context, ModelId model, NextTokensRequest request) {
        requests.add(request);
        List<NextTokens.Candidate> candidates = new ArrayList<>();
        Usage usage = Usage.NONE;
        for (JsonObject event : begin(context)) {
            Line line = new Line(event);
            if (line.has("candidate")) {
                candidates.add(
                        new NextTokens.Candidate(
                                Played.token(line.number("id"), line.text("candidate")),
                                line.decimal("logprob")));
            } else {
                usage = usage.plus(Played.usage(line));
            }
        }
        return new NextTokens(model, candidates, usage);
    }

    /// One token for each character, its id the character's; `\uFFFD` is half a character.
    @Override
    public List<TextToken> tokenize(CallContext context, ModelId model, TokenizeRequest request) {
        requests.add(request);
        var _ = begin(context);
        List<TextToken> tokens = new ArrayList<>();
        if (request.addSpecial()) {
            tokens.add(Played.token(1, "<s>"));
        }
        request.text()
                .codePoints()
                .forEach(c ->
                        tokens.add(
                                c == 0xFFFD
                                        ? new TextToken(c, List.of(0xC3))
                                        : Played.token(c, Character.toString(c))));
        return tokens;
    }

    @Override
    public String detokenize(CallContext context, ModelId model, List<Integer> ids) {
        var _ = begin(context);
        StringBuilder text = new StringBuilder();
        ids.forEach(text::appendCodePoint);
        return text.toString();
    }

    /// As [#detokenize] without the beginning token.
    @Override
    public String plainText(CallContext context, ModelId model, List<Integer> ids) {
        return detokenize(context, model, ids.stream().filter(id -> id != 1).toList());
    }

    @Override
    public RenderedChat render(CallContext context, ModelId model, ChatRequest request) {
        requests.add(request);
        var _ = begin(context);
        String own = TemplateRun.prompt(request, Transcripts.CLOCK);
        String text =
                own == null
                        ? request.messages().stream()
                                .map(m -> "<" + m.role().wireName() + ">" + m.text())
                                .collect(Collectors.joining())
                        : own;
        return new RenderedChat(
                text,
                text.codePoints().mapToObj(c -> Played.token(c, Character.toString(c))).toList());
    }

    @Override
    public List<AdapterCard> adapters(CallContext context, ModelId model) {
        return adapters.values().stream().toList();
    }

    @Override
    public List<String> adapterFiles(CallContext context, ModelId model) {
        return List.of("base.gguf", "v10/style.gguf", "v9/style.gguf");
    }

    @Override
    public AdapterCard loadAdapter(
            CallContext context, ModelId model, String name, String path, double scale) {
        AdapterCard card = new AdapterCard(adapters.size(), name, path, scale);
        adapters.put(name, card);
        return card;
    }

    @Override
    public void removeAdapter(CallContext context, ModelId model, String name) {
        if (adapters.remove(name) == null) {
            throw ApiException.invalid("lora", "The model has no adapter '" + name + "' loaded.");
        }
    }

    @Override
    public void scaleAdapters(CallContext context, ModelId model, List<AdapterUse> uses) {
        for (AdapterUse use : uses) {
            adapters.replaceAll(
                    (name, card) -> new AdapterCard(card.id(), name, card.path(), use.scale()));
        }
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
