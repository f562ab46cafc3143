package dev.parlance.core.gateway;

import dev.parlance.core.access.Permission;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.embedding.EmbeddingRequest;
import dev.parlance.core.embedding.EmbeddingResult;
import dev.parlance.core.embedding.RerankRequest;
import dev.parlance.core.embedding.RerankResult;
import dev.parlance.core.engine.AdapterEngine;
import dev.parlance.core.engine.ChatEngine;
import dev.parlance.core.engine.CompletionEngine;
import dev.parlance.core.engine.EmbeddingEngine;
import dev.parlance.core.engine.LoadingEngine;
import dev.parlance.core.engine.RerankEngine;
import dev.parlance.core.engine.ScoringEngine;
import dev.parlance.core.engine.TokenizerEngine;
import dev.parlance.core.model.AdapterCard;
import dev.parlance.core.model.AdapterUse;
import dev.parlance.core.model.Capability;
import dev.parlance.core.model.KeepAlive;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.moderation.ModerationRequest;
import dev.parlance.core.moderation.ModerationResult;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.ModelNotFound;
import dev.parlance.core.problem.ApiProblem.Unsupported;
import dev.parlance.core.route.Route;
import dev.parlance.core.route.Router;
import dev.parlance.core.schedule.Admission;
import dev.parlance.core.store.Ledger;
import dev.parlance.core.tokens.NextTokens;
import dev.parlance.core.tokens.NextTokensRequest;
import dev.parlance.core.tokens.RenderedChat;
import dev.parlance.core.tokens.TextToken;
import dev.parlance.core.tokens.TokenizeRequest;
import dev.parlance.core.usage.Operation;
import java.time.Clock;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/// The one entrance to all models: authorise, resolve, admit, run, meter. Every dialect goes
/// through it. Thread-safe.
public final class Gateway {
    private final Router router;
    private final Passage passage;
    private final Operator operator;

    /// A gateway; it owns none of its parts.
    public Gateway(Router router, Admission admission, Ledger ledger, Clock clock) {
        this.router = router;
        this.passage = new Passage(router, admission, ledger, clock);
        this.operator = new Operator(router, passage);
    }

    /// What is done to models as a whole and to all that runs.
    public Operator operator() {
        return operator;
    }

    /// Starts a chat reply; the caller closes the stream.
    ///
    /// @throws ApiException `ModelNotFound`, `Forbidden`, `Unsupported`, `InvalidRequest` in strict
    ///   mode, `Overloaded`, `DeadlineExceeded`, or whatever the engine throws
    public ChatStream chat(CallContext context, ChatRequest request) {
        return passage.stream(
                context,
                Operation.CHAT,
                request.model(),
                request.n(),
                route -> {
                    // Its complaints name what the request asked for.
                    ChatRequest fitted = check(context, route).fit(request);
                    var engine = Passage.engine(route, ChatEngine.class, Capability.CHAT);
                    return () -> engine.chat(context, route.card().id(), fitted);
                });
    }

    /// Starts a text continuation; the caller closes the stream.
    ///
    /// @throws ApiException as [#chat]
    public ChatStream complete(CallContext context, CompletionRequest request) {
        return passage.stream(
                context,
                Operation.COMPLETION,
                request.model(),
                request.n(),
                route -> {
                    var engine =
                            Passage.engine(route, CompletionEngine.class, Capability.COMPLETION);
                    CompletionRequest fitted = check(context, route).fit(request);
                    return () -> engine.complete(context, route.card().id(), fitted);
                });
    }

    /// Embeds all inputs of a request.
    ///
    /// @throws ApiException as [#chat]
    public EmbeddingResult embed(CallContext context, EmbeddingRequest request) {
        return passage.answer(
                context,
                Operation.EMBEDDINGS,
                request.model(),
                route -> {
                    var engine =
                            Passage.engine(route, EmbeddingEngine.class, Capability.EMBEDDINGS);
                    check(context, route).check(request);
                    return () -> engine.embed(context, route.card().id(), request);
                },
                EmbeddingResult::usage);
    }

    /// Puts a request's documents in order; fails as [#chat].
    public RerankResult rerank(CallContext context, RerankRequest request) {
        return passage.answer(
                context,
                Operation.RERANK,
                request.model(),
                route -> {
                    var engine = Passage.engine(route, RerankEngine.class, Capability.RERANK);
                    check(context, route).need("model", Capability.RERANK);
                    return () -> engine.rerank(context, route.card().id(), request);
                },
                RerankResult::usage);
    }

    /// Looks for harmful content in a request's texts; fails as [#chat].
    public ModerationResult moderate(CallContext context, ModerationRequest request) {
        return Moderation.answer(passage, context, request);
    }

    /// Tells the likeliest tokens after a prompt.
    ///
    /// @throws ApiException as [#chat]
    public NextTokens nextTokens(CallContext context, NextTokensRequest request) {
        return passage.answer(
                context,
                Operation.NEXT_TOKENS,
                request.model(),
                route -> {
                    var engine = Passage.engine(route, ScoringEngine.class, Capability.NEXT_TOKENS);
                    check(context, route).check(request);
                    return () -> engine.nextTokens(context, route.card().id(), request);
                },
                NextTokens::usage);
    }

    /// Splits a text into tokens; takes no place at the model.
    ///
    /// @throws ApiException as [#chat]
    public List<TextToken> tokenize(CallContext context, TokenizeRequest request) {
        return tokens(
                context,
                request.model(),
                (engine, model) -> engine.tokenize(context, model, request));
    }

    /// Joins tokens to a text; takes no place at the model. Fails as [#chat].
    public String detokenize(CallContext context, ModelId model, List<Integer> ids) {
        return tokens(context, model, (engine, id) -> engine.detokenize(context, id, ids));
    }

    /// As [#detokenize], but gives the text that was split into these tokens.
    public String plainText(CallContext context, ModelId model, List<Integer> ids) {
        return tokens(context, model, (engine, id) -> engine.plainText(context, id, ids));
    }

    private <T> T tokens(
            CallContext context, ModelId name, BiFunction<TokenizerEngine, ModelId, T> work) {
        return passage.quick(
                context,
                Operation.TOKENIZE,
                name,
                route -> {
                    TokenizerEngine engine = tokenizer(context, route);
                    return () -> work.apply(engine, route.card().id());
                });
    }

    /// Gives the prompt that a chat would be; takes no place at the model.
    ///
    /// @throws ApiException as [#chat]
    public RenderedChat render(CallContext context, ChatRequest request) {
        return passage.quick(
                context,
                Operation.TOKENIZE,
                request.model(),
                route -> {
                    TokenizerEngine engine = tokenizer(context, route);
                    ChatRequest fitted = check(context, route).fit(request);
                    return () -> engine.render(context, route.card().id(), fitted);
                });
    }

    /// The models that this caller may use.
    public List<ModelCard> models(CallContext context) {
        context.caller().require(Permission.INFERENCE);
        return router.models().stream()
                .filter(card -> context.caller().mayUse(card.id().value()))
                .toList();
    }

    /// The model of this id or alias.
    ///
    /// @throws ApiException `ModelNotFound` when there is none that this caller may use
    public ModelCard model(CallContext context, String name) {
        if (name.isBlank() || name.length() > ModelId.MAX_LENGTH) {
            throw new ApiException(new ModelNotFound(shorten(name)));
        }
        return passage.resolve(context, new ModelId(name)).card();
    }

    /// Loads a model and waits for it; what it tells of `progress` is as [LoadingEngine#load] says.
    ///
    /// @throws ApiException `Forbidden` without the permission `ADMIN`, `ModelNotFound`,
    ///   `Unsupported` when its engine does not load models, or whatever the engine throws
    public ModelCard load(
            CallContext context,
            String name,
            @Nullable KeepAlive keepAlive,
            DoubleConsumer progress) {
        Route route = loadable(context, name);
        LoadingEngine engine = loading(route);
        engine.load(context, route.card().id(), keepAlive, progress);
        return model(context, name);
    }

    /// Takes a model out of memory once its requests have ended, and waits for that.
    ///
    /// @throws ApiException as [#load]
    public ModelCard unload(CallContext context, String name) {
        Route route = loadable(context, name);
        boolean _ = loading(route).unload(context, route.card().id());
        return model(context, name);
    }

    /// The adapters beside a model; fails as [#chat].
    public List<AdapterCard> adapters(CallContext context, ModelId model) {
        Route route = passage.resolve(context, model);
        return adapting(context, route).adapters(context, route.card().id());
    }

    /// Loads an adapter, see [AdapterEngine#loadAdapter]; fails as [#load].
    public AdapterCard loadAdapter(
            CallContext context, ModelId model, String name, String path, double scale) {
        Route route = loadable(context, model.value());
        return adapting(context, route).loadAdapter(context, route.card().id(), name, path, scale);
    }

    /// Removes an adapter, see [AdapterEngine#removeAdapter]; fails as [#load].
    public void removeAdapter(CallContext context, ModelId model, String name) {
        Route route = loadable(context, model.value());
        adapting(context, route).removeAdapter(context, route.card().id(), name);
    }

    /// Sets the scales of adapters, see [AdapterEngine#scaleAdapters]; fails as [#load].
    public void scaleAdapters(CallContext context, ModelId model, List<AdapterUse> uses) {
        Route route = loadable(context, model.value());
        adapting(context, route).scaleAdapters(context, route.card().id(), uses);
    }

    private static AdapterEngine adapting(CallContext context, Route route) {
        check(context, route).need("model", Capability.LORA);
        return Passage.engine(route, AdapterEngine.class, Capability.LORA);
    }

    private Route loadable(CallContext context, String name) {
        context.caller().require(Permission.ADMIN);
        return passage.resolve(context, model(context, name).id());
    }

    private static LoadingEngine loading(Route route) {
        if (route.engine() instanceof LoadingEngine engine) {
            return engine;
        }
        throw new ApiException(
                new Unsupported("model", "loading and unloading", route.card().id().value()));
    }

    private static TokenizerEngine tokenizer(CallContext context, Route route) {
        check(context, route).need("model", Capability.TOKENIZE);
        return Passage.engine(route, TokenizerEngine.class, Capability.TOKENIZE);
    }

    private static CapabilityCheck check(CallContext context, Route route) {
        return new CapabilityCheck(context, route.card());
    }

    private static String shorten(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64) + "...";
    }
}
