package dev.parlance.engine.llama;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.embedding.EmbeddingRequest;
import dev.parlance.core.embedding.EmbeddingResult;
import dev.parlance.core.embedding.RerankRequest;
import dev.parlance.core.embedding.RerankResult;
import dev.parlance.core.engine.ChatEngine;
import dev.parlance.core.engine.CompletionEngine;
import dev.parlance.core.engine.EmbeddingEngine;
import dev.parlance.core.engine.EngineMeter;
import dev.parlance.core.engine.LoadingEngine;
import dev.parlance.core.engine.RerankEngine;
import dev.parlance.core.engine.TokenizerEngine;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.KeepAlive;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.tokens.RenderedChat;
import dev.parlance.core.tokens.TextToken;
import dev.parlance.core.tokens.TokenizeRequest;
import dev.parlance.engine.llama.ffm.LlamaLibrary;
import dev.parlance.engine.llama.gguf.GgufException;
import java.time.Clock;
import java.util.List;
import java.util.function.DoubleConsumer;
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
                TokenizerEngine,
                LoadingEngine {
    /// The engine's name on cards.
    public static final String NAME = "llama";

    private final LlamaSettings settings;
    private final Residents residents;
    private final ModelCatalog catalog;
    private final ChatRequests chats;

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
        this.settings = settings;
        this.chats = new ChatRequests(clock);
        this.residents =
                new Residents(
                        Room.of(settings.life()),
                        settings.life().keepAlive(),
                        model -> new ModelThread(model.source(), settings, meter));
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
                context.deadline(), loaded -> chats.chat(context, loaded, request));
    }

    @Override
    public ChatStream complete(CallContext context, ModelId model, CompletionRequest request) {
        return use(context, model, request.extensions()).stream(
                context.deadline(),
                loaded -> CompletionRequests.complete(context, loaded, request));
    }

    @Override
    public EmbeddingResult embed(CallContext context, ModelId model, EmbeddingRequest request) {
        try (Lease lease = use(context, model, request.extensions())) {
            return EmbeddingRequests.embed(context, lease.model(context.deadline()), request);
        }
    }

    @Override
    public RerankResult rerank(CallContext context, ModelId model, RerankRequest request) {
        try (Lease lease = use(context, model)) {
            return RerankRequests.rerank(context, lease.model(context.deadline()), request);
        }
    }

    @Override
    public List<TextToken> tokenize(CallContext context, ModelId model, TokenizeRequest request) {
        try (Lease lease = use(context, model)) {
            return TokenRequests.tokenize(context, lease.model(context.deadline()), request);
        }
    }

    @Override
    public RenderedChat render(CallContext context, ModelId model, ChatRequest request) {
        try (Lease lease = use(context, model)) {
            return chats.render(context, lease.model(context.deadline()), request);
        }
    }

    @Override
    public String detokenize(CallContext context, ModelId model, List<Integer> ids) {
        try (Lease lease = use(context, model)) {
            return TokenRequests.detokenize(context, lease.model(context.deadline()), ids);
        }
    }

    @Override
    public void load(
            CallContext context,
            ModelId model,
            @Nullable KeepAlive keepAlive,
            DoubleConsumer progress) {
        try (Lease lease = residents.use(catalog.get(model), context.deadline(), keepAlive)) {
            LoadedModel _ = lease.model(context.deadline(), progress);
        }
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
        KeepAlive keepAlive = KeepAliveField.read(context, extensions);
        return residents.use(catalog.get(model), context.deadline(), keepAlive);
    }

    @Override
    public void close() {
        residents.close();
    }
}
