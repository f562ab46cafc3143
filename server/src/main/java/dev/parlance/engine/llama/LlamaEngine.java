package dev.parlance.engine.llama;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.embedding.EmbeddingRequest;
import dev.parlance.core.embedding.EmbeddingResult;
import dev.parlance.core.engine.ChatEngine;
import dev.parlance.core.engine.CompletionEngine;
import dev.parlance.core.engine.EmbeddingEngine;
import dev.parlance.core.engine.TokenizerEngine;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.ModelNotFound;
import dev.parlance.engine.llama.ffm.LlamaLibrary;
import dev.parlance.engine.llama.gguf.GgufException;
import dev.parlance.engine.llama.gguf.GgufReader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// GGUF models in the process, run by llama.cpp: chat, completion, embeddings, tokens.
///
/// Each loaded model has one thread that owns its native memory (`docs/engine-llama.md#threads`).
/// Native code is first touched when a model is loaded. Thread-safe; [#close] ends running replies.
public final class LlamaEngine
        implements ChatEngine, CompletionEngine, EmbeddingEngine, TokenizerEngine {
    /// The engine's name on cards.
    public static final String NAME = "llama";

    private static final Logger LOG = LoggerFactory.getLogger(LlamaEngine.class);

    private final LlamaSettings settings;
    private final Map<String, ServedModel> models = new LinkedHashMap<>();
    private final ChatRequests chats;

    /// An engine with the models of these settings: reads their headers, and begins to load those
    /// that are to be preloaded, without waiting for them.
    ///
    /// @param clock for chat templates that tell the model the date
    /// @throws GgufException when a configured file is not a readable GGUF file; one found in a
    ///   folder is left out with a warning
    public LlamaEngine(LlamaSettings settings, Clock clock) {
        this.settings = settings;
        this.chats = new ChatRequests(clock);
        for (ModelSource source : settings.models()) {
            add(source);
        }
        for (Path folder : settings.folders()) {
            for (ModelSource source : ModelFolder.scan(folder)) {
                try {
                    add(source);
                } catch (GgufException e) {
                    LOG.warn("not served: {}", e.getMessage());
                }
            }
        }
        for (ServedModel model : models.values()) {
            if (model.source().preload()) {
                var _ = model.load();
            }
        }
    }

    private void add(ModelSource source) {
        String id = source.id().value();
        if (models.containsKey(id)) {
            LOG.warn("not served: {}, because the id {} is taken", source.file(), id);
            return;
        }
        models.put(id, new ServedModel(source, GgufReader.read(source.file()), settings));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ModelCard> models() {
        Collection<ServedModel> all = models.values();
        return all.stream().map(ServedModel::card).toList();
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
        return chats.chat(context, served(model).loaded(context.deadline()), request);
    }

    @Override
    public ChatStream complete(CallContext context, ModelId model, CompletionRequest request) {
        return CompletionRequests.complete(
                context, served(model).loaded(context.deadline()), request);
    }

    @Override
    public EmbeddingResult embed(CallContext context, ModelId model, EmbeddingRequest request) {
        return EmbeddingRequests.embed(context, served(model).loaded(context.deadline()), request);
    }

    @Override
    public List<Integer> tokenize(
            CallContext context, ModelId model, String text, boolean special) {
        return TokenRequests.tokenize(
                context, served(model).loaded(context.deadline()), text, special);
    }

    @Override
    public String detokenize(CallContext context, ModelId model, List<Integer> ids) {
        return TokenRequests.detokenize(context, served(model).loaded(context.deadline()), ids);
    }

    private ServedModel served(ModelId model) {
        ServedModel served = models.get(model.value());
        if (served == null) {
            throw new ApiException(new ModelNotFound(model.value()));
        }
        return served;
    }

    @Override
    public void close() {
        models.values().forEach(ServedModel::close);
    }
}
