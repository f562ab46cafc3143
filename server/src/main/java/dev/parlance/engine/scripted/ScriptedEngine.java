package dev.parlance.engine.scripted;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Disposition.Outcome;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.chat.OutputConstraint;
import dev.parlance.core.completion.CompletionPrompt;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.embedding.Embedding;
import dev.parlance.core.embedding.EmbeddingInput;
import dev.parlance.core.embedding.EmbeddingRequest;
import dev.parlance.core.embedding.EmbeddingResult;
import dev.parlance.core.embedding.RerankRequest;
import dev.parlance.core.embedding.RerankResult;
import dev.parlance.core.embedding.RerankResult.Score;
import dev.parlance.core.engine.ChatEngine;
import dev.parlance.core.engine.CompletionEngine;
import dev.parlance.core.engine.EmbeddingEngine;
import dev.parlance.core.engine.RerankEngine;
import dev.parlance.core.engine.TokenizerEngine;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.ContextTooLong;
import dev.parlance.core.problem.ApiProblem.ModelNotFound;
import dev.parlance.core.problem.ApiProblem.Overloaded;
import dev.parlance.core.tokens.RenderedChat;
import dev.parlance.core.tokens.TextToken;
import dev.parlance.core.tokens.TokenizeRequest;
import dev.parlance.core.usage.Operation;
import dev.parlance.core.usage.Usage;
import dev.parlance.engine.scripted.Reply.Fault;
import dev.parlance.engine.scripted.RuleBook.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/// The rehearsal engine: says what a script says, with its delays and faults, and the caller's own
/// words where the script says nothing.
///
/// It has no threads; pauses are waited for on the caller's own. Thread-safe.
public final class ScriptedEngine
        implements ChatEngine, CompletionEngine, EmbeddingEngine, RerankEngine, TokenizerEngine {
    /// The engine's name.
    public static final String NAME = "scripted";

    private final Map<ModelId, ScriptedModel> models;
    private final List<ModelCard> cards;
    private final RuleBook rules;
    private final TimeSource time;
    private final Set<ScriptedStream> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong callIds = new AtomicLong();
    private volatile boolean closed;

    /// An engine that plays this script by the machine's time.
    public ScriptedEngine(Script script) {
        this(script, TimeSource.SYSTEM);
    }

    /// An engine that plays this script by this time.
    public ScriptedEngine(Script script, TimeSource time) {
        this.models =
                script.models().stream()
                        .collect(Collectors.toUnmodifiableMap(ScriptedModel::id, model -> model));
        this.cards = script.models().stream().map(ScriptedModel::card).toList();
        this.rules = new RuleBook(script.rules());
        this.time = time;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ModelCard> models() {
        return cards;
    }

    @Override
    public ChatStream chat(CallContext context, ModelId model, ChatRequest request) {
        ScriptedModel played = model(model);
        if (request.extensions().get("chat_template") != null) {
            // What the prompt is changes no answer, but a template that fails is to fail here too.
            String _ = Turn.transcript(request);
        }
        Turn turn = Turn.of(model, request);
        fitWithAnswer("messages", turn, played);
        Answer answer = rules.answer(turn);
        if (answer.scripted() && !(turn.constraint() instanceof OutputConstraint.Free)) {
            context.dispositions()
                    .add(
                            "response_format",
                            Outcome.APPROXIMATED,
                            "the script's answer is sent as it is written");
        }
        return play(context, played, turn, answer);
    }

    @Override
    public ChatStream complete(CallContext context, ModelId model, CompletionRequest request) {
        ScriptedModel played = model(model);
        Turn turn =
                switch (request.prompt()) {
                    case CompletionPrompt.Text(var text) ->
                            Turn.of(model, request, text, PieceTokenizer.count(text));
                    case CompletionPrompt.Tokens(var ids) ->
                            Turn.of(model, request, text("prompt", ids), ids.size());
                };
        fitWithAnswer("prompt", turn, played);
        return play(context, played, turn, rules.answer(turn));
    }

    @Override
    public EmbeddingResult embed(CallContext context, ModelId model, EmbeddingRequest request) {
        ScriptedModel played = model(model);
        Integer wanted = request.dimensions();
        int dimensions = wanted == null ? played.dimensions() : dimensions(wanted);
        List<Embedding> embeddings = new ArrayList<>();
        int inputTokens = 0;
        StringBuilder all = new StringBuilder();
        for (EmbeddingInput input : request.inputs()) {
            String text =
                    switch (input) {
                        case EmbeddingInput.Text(var given) -> given;
                        case EmbeddingInput.Tokens(var ids) -> text("input", ids);
                    };
            int tokens =
                    input instanceof EmbeddingInput.Tokens(var ids)
                            ? ids.size()
                            : PieceTokenizer.count(text);
            fit("input", tokens, played.contextLength());
            inputTokens += tokens;
            embeddings.add(HashedVectors.of(text, dimensions));
            all.append(all.isEmpty() ? "" : "\n").append(text);
        }
        rehearse(
                context, played, Turn.of(Operation.EMBEDDINGS, model, all.toString(), inputTokens));
        return new EmbeddingResult(model, embeddings, Usage.of(inputTokens, 0));
    }

    @Override
    public RerankResult rerank(CallContext context, ModelId model, RerankRequest request) {
        ScriptedModel played = model(model);
        List<Score> scores = new ArrayList<>();
        int inputTokens = 0;
        Embedding query = HashedVectors.of(request.query(), played.dimensions());
        for (int i = 0; i < request.documents().size(); i++) {
            String document = request.documents().get(i);
            int tokens = PieceTokenizer.count(request.query()) + PieceTokenizer.count(document);
            fit("documents[" + i + "]", tokens, played.contextLength());
            inputTokens += tokens;
            Embedding vector = HashedVectors.of(document, played.dimensions());
            scores.add(Score.ofCosine(i, query.cosine(vector)));
        }
        rehearse(context, played, Turn.of(Operation.RERANK, model, request.query(), inputTokens));
        return RerankResult.of(model, scores, request.topN(), Usage.of(inputTokens, 0));
    }

    @Override
    public List<TextToken> tokenize(CallContext context, ModelId model, TokenizeRequest request) {
        model(model);
        return PieceTokenizer.tokens(request.text());
    }

    @Override
    public RenderedChat render(CallContext context, ModelId model, ChatRequest request) {
        model(model);
        String text = Turn.transcript(request);
        return new RenderedChat(text, PieceTokenizer.tokens(text));
    }

    @Override
    public String detokenize(CallContext context, ModelId model, List<Integer> ids) {
        model(model);
        return text("tokens", ids);
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(stream -> stream.end(closing()));
    }

    /// Pauses and fails as a rule for embeddings says.
    private void rehearse(CallContext context, ScriptedModel model, Turn turn) {
        Answer answer = rules.answer(turn);
        Answer wordless =
                new Answer(answer.reply(), List.of(Spoken.text("", "")), answer.scripted());
        try (ChatStream stream = play(context, model, turn, wordless)) {
            while (stream.hasNext()) {
                stream.next();
            }
        }
    }

    private ChatStream play(CallContext context, ScriptedModel model, Turn turn, Answer answer) {
        if (answer.reply().fault() instanceof Fault.Refuse(var problem)) {
            throw new ApiException(problem);
        }
        int room = model.contextLength() - turn.inputTokens();
        Integer wanted = turn.maxTokens();
        int budget = wanted == null ? room : Math.min(wanted, room);
        // Choices that say the same share their tokens.
        IdentityHashMap<Spoken, Line> lines = new IdentityHashMap<>();
        List<Line> spoken =
                answer.choices().stream()
                        .map(choice ->
                                lines.computeIfAbsent(choice, c -> Line.of(c, turn.stop(), budget)))
                        .toList();
        Performance performance = new Performance(turn, answer.reply(), spoken, this::nextCallId);
        ScriptedStream stream =
                new ScriptedStream(performance, context.deadline(), time, open::remove);
        open.add(stream);
        if (closed) {
            stream.end(closing());
        }
        return stream;
    }

    private ScriptedModel model(ModelId id) {
        if (closed) {
            throw closing();
        }
        ScriptedModel model = models.get(id);
        if (model == null) {
            throw new ApiException(new ModelNotFound(id.value()));
        }
        return model;
    }

    private static void fitWithAnswer(String param, Turn turn, ScriptedModel model) {
        fit(param, turn.inputTokens() + 1, model.contextLength());
    }

    private static void fit(String param, int tokens, int contextLength) {
        if (tokens > contextLength) {
            throw new ApiException(new ContextTooLong(param, tokens, contextLength));
        }
    }

    private static int dimensions(int wanted) {
        if (wanted < ScriptedModel.MIN_DIMENSIONS || wanted > ScriptedModel.MAX_DIMENSIONS) {
            throw ApiException.invalid(
                    "dimensions",
                    "'dimensions' is "
                            + ScriptedModel.MIN_DIMENSIONS
                            + " to "
                            + ScriptedModel.MAX_DIMENSIONS
                            + " for this model, not "
                            + wanted
                            + ".");
        }
        return wanted;
    }

    private static String text(String param, List<Integer> ids) {
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            if (id < 0 || id >= PieceTokenizer.VOCABULARY) {
                throw ApiException.invalid(
                        param,
                        "Token id "
                                + id
                                + " is not in the model's vocabulary of "
                                + PieceTokenizer.VOCABULARY
                                + " tokens.");
            }
            text.append(PieceTokenizer.decode(id));
        }
        return text.toString();
    }

    private String nextCallId() {
        return String.format(Locale.ROOT, "call_%08d", callIds.incrementAndGet());
    }

    private static ApiException closing() {
        return new ApiException(
                new Overloaded(Duration.ofSeconds(1), "The server is shutting down."));
    }
}
