package dev.parlance.engine.llama;

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
import dev.parlance.core.engine.EngineMeter;
import dev.parlance.core.engine.LoadingEngine;
import dev.parlance.core.engine.RerankEngine;
import dev.parlance.core.engine.ScoringEngine;
import dev.parlance.core.engine.TokenizerEngine;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.AdapterCard;
import dev.parlance.core.model.AdapterUse;
import dev.parlance.core.model.KeepAlive;
import dev.parlance.core.model.LoadOptions;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.tokens.NextTokens;
import dev.parlance.core.tokens.NextTokensRequest;
import dev.parlance.core.tokens.RenderedChat;
import dev.parlance.core.tokens.TextToken;
import dev.parlance.core.tokens.TokenizeRequest;
import dev.parlance.engine.llama.child.RecordCodec;
import dev.parlance.engine.llama.ffm.LlamaLibrary;
import dev.parlance.engine.llama.gguf.GgufException;
import java.time.Clock;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// GGUF models in the process, run by llama.cpp: chat, completion, embeddings, reranking, tokens.
///
/// Each loaded model has one thread that owns its native memory (`docs/engine-llama.md#threads`).
/// Native code is first touched when a model is loaded. Thread-safe; [#close] ends running replies.
public final class LlamaEngine
        implements ChatEngine,
                CompletionEngine,
                EmbeddingEngine,
                RerankEngine,
                AdapterEngine,
                ScoringEngine,
                TokenizerEngine,
                LoadingEngine {
    /// The engine's name on cards.
    public static final String NAME = "llama";

    private final LlamaSettings settings;
    private final Residents residents;
    private final ModelCatalog catalog;
    private final ChatRequests chats;
    private final boolean child;

    /// An engine with the models of these settings: reads their headers, and begins to load those
    /// that are to be preloaded, without waiting for them.
    ///
    /// @param clock for chat templates that tell the model the date
    /// @throws GgufException when a configured file is not a readable GGUF file; one found in a
    ///   folder is left out with a warning
    public LlamaEngine(LlamaSettings settings, Clock clock) {
        this(settings, clock, EngineMeter.NONE);
    }

    /// The same, with a place to report to.
    public LlamaEngine(LlamaSettings settings, Clock clock, EngineMeter meter) {
        this(settings, clock, meter, false);
    }

    private LlamaEngine(LlamaSettings settings, Clock clock, EngineMeter meter, boolean child) {
        this.settings = settings;
        this.child = child;
        this.chats = new ChatRequests(clock);
        this.residents =
                new Residents(
                        Room.of(settings.life()),
                        settings.life().keepAlive(),
                        model -> host(model, meter),
                        meter);
        try {
            this.catalog = new ModelCatalog(settings, residents::retire);
        } catch (RuntimeException e) {
            residents.close();
            throw e;
        }
        for (ServedModel model : catalog.configured()) {
            if (model.source().policy().preload()) {
                residents.preload(model);
            }
        }
    }

    /// An engine in a process of its own, with the one model that another engine put there.
    ///
    /// @param settings as that engine wrote them
    public static LlamaEngine inChild(JsonObject settings, Clock clock) {
        return new LlamaEngine(
                RecordCodec.decode(LlamaSettings.class, settings), clock, EngineMeter.NONE, true);
    }

    private static ModelHost host(ServedModel model, EngineMeter meter) {
        ModelSource source = model.setup().source();
        LlamaSettings settings = model.setup().settings();
        return switch (source.policy().isolationOr(settings.life().isolation())) {
            case NONE -> new ModelThread(source, settings, meter);
            case PROCESS -> new ProcessHost(model, settings);
        };
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ModelCard> models() {
        return catalog.all().stream().map(model -> model.card(residents)).toList();
    }

    /// Opens the native library and names its release and the processor features it uses.
    ///
    /// @throws dev.parlance.engine.llama.ffm.IncompatibleLibraryException when it cannot be used,
    ///   with what to do about it
    public String describeLibrary() {
        LlamaLibrary library = LlamaLibraries.open(settings);
        return library.release() + "; " + library.systemFeatures();
    }

    @Override
    public ChatStream chat(CallContext context, ModelId model, ChatRequest request) {
        return use(context, model, request.extensions()).stream(
                context.deadline(),
                here -> chats.chat(context, here, request),
                there -> there.chat(context, request));
    }

    @Override
    public ChatStream complete(CallContext context, ModelId model, CompletionRequest request) {
        return use(context, model, request.extensions()).stream(
                context.deadline(),
                here -> CompletionRequests.complete(context, here, request),
                there -> there.complete(context, request));
    }

    @Override
    public EmbeddingResult embed(CallContext context, ModelId model, EmbeddingRequest request) {
        return use(context, model, request.extensions())
                .ask(
                        context.deadline(),
                        here -> EmbeddingRequests.embed(context, here, request),
                        there -> there.embed(context, request));
    }

    @Override
    public RerankResult rerank(CallContext context, ModelId model, RerankRequest request) {
        return use(context, model)
                .ask(
                        context.deadline(),
                        here -> RerankRequests.rerank(context, here, request),
                        there -> there.rerank(context, request));
    }

    @Override
    public NextTokens nextTokens(CallContext context, ModelId model, NextTokensRequest request) {
        return use(context, model)
                .ask(
                        context.deadline(),
                        here -> NextTokensRequests.next(context, here, request),
                        there -> there.nextTokens(context, request));
    }

    @Override
    public List<TextToken> tokenize(CallContext context, ModelId model, TokenizeRequest request) {
        return use(context, model)
                .ask(
                        context.deadline(),
                        here -> TokenRequests.tokenize(context, here, request),
                        there -> there.tokenize(context, request));
    }

    @Override
    public RenderedChat render(CallContext context, ModelId model, ChatRequest request) {
        return use(context, model)
                .ask(
                        context.deadline(),
                        here -> chats.render(context, here, request),
                        there -> there.render(context, request));
    }

    @Override
    public String detokenize(CallContext context, ModelId model, List<Integer> ids) {
        return use(context, model)
                .ask(
                        context.deadline(),
                        here -> TokenRequests.detokenize(context, here, ids),
                        there -> there.detokenize(context, ids));
    }

    @Override
    public String plainText(CallContext context, ModelId model, List<Integer> ids) {
        return use(context, model)
                .ask(
                        context.deadline(),
                        here -> TokenRequests.plainText(context, here, ids),
                        there -> there.plainText(context, ids));
    }

    @Override
    public List<AdapterCard> adapters(CallContext context, ModelId model) {
        return adapting(context, model, AdapterRequests::list);
    }

    @Override
    public List<String> adapterFiles(CallContext context, ModelId model) {
        return AdapterFiles.beside(catalog.get(model).source().file());
    }

    @Override
    public AdapterCard loadAdapter(
            CallContext context, ModelId model, String name, String path, double scale) {
        return adapting(
                context, model, here -> AdapterRequests.load(context, here, name, path, scale));
    }

    @Override
    public void removeAdapter(CallContext context, ModelId model, String name) {
        var _ = adapting(context, model, here -> AdapterRequests.remove(here, name));
    }

    @Override
    public void scaleAdapters(CallContext context, ModelId model, List<AdapterUse> uses) {
        var _ = adapting(context, model, here -> AdapterRequests.scale(here, uses));
    }

    private <T> T adapting(CallContext context, ModelId model, Function<LoadedModel, T> work) {
        return use(context, model).ask(context.deadline(), work, AdapterRequests.elsewhere(model));
    }

    @Override
    public void load(
            CallContext context,
            ModelId model,
            @Nullable KeepAlive keepAlive,
            DoubleConsumer progress) {
        try (Lease lease = residents.use(catalog.get(model), context.deadline(), keepAlive, null)) {
            Runner _ = lease.runner(context.deadline(), progress);
        }
    }

    @Override
    public void load(
            CallContext context,
            ModelId model,
            LoadOptions options,
            @Nullable ModelId instead,
            DoubleConsumer progress) {
        ServedModel served = catalog.get(model);
        ServedModel old = instead == null ? null : catalog.get(instead);
        served.load(residents, context.deadline(), options, old, progress);
    }

    @Override
    public LoadOptions options(ModelId model) {
        return catalog.get(model).options();
    }

    @Override
    public boolean unload(CallContext context, ModelId model) {
        return residents.unload(catalog.get(model), context.deadline());
    }

    /// Begins a use of the model, which is loaded if need be; the caller closes it.
    private Lease use(CallContext context, ModelId model) {
        return use(context, model, JsonObject.EMPTY);
    }

    /// As above, for a request that may say how long the model is to stay.
    private Lease use(CallContext context, ModelId model, JsonObject extensions) {
        // In a child the field has been heeded already.
        KeepAlive keepAlive = child ? null : KeepAliveField.read(context, extensions);
        return residents.use(catalog.get(model), context.deadline(), keepAlive, null);
    }

    @Override
    public void close() {
        residents.close();
    }
}
