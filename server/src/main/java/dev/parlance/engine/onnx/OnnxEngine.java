package dev.parlance.engine.onnx;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.embedding.EmbeddingRequest;
import dev.parlance.core.embedding.EmbeddingResult;
import dev.parlance.core.embedding.RerankRequest;
import dev.parlance.core.embedding.RerankResult;
import dev.parlance.core.engine.EmbeddingEngine;
import dev.parlance.core.engine.ModerationEngine;
import dev.parlance.core.engine.RerankEngine;
import dev.parlance.core.model.Capability;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.moderation.ModerationRequest;
import dev.parlance.core.moderation.ModerationResult;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.ModelNotFound;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The engine of ONNX models: the built-in embedding model, and sentence-transformers and
/// cross-encoders from folders.
public final class OnnxEngine implements EmbeddingEngine, RerankEngine, ModerationEngine {
    /// What the engine is called.
    public static final String NAME = "onnx";

    /// The embedding model that comes along.
    public static final ModelId BUILTIN = BundledSentences.ID;

    /// The moderation model, which works by the embedding model that comes along.
    public static final ModelId MODERATION = Moderator.ID;

    private final Map<ModelId, ServedModel> models = new LinkedHashMap<>();
    private final Moderator moderator = Moderator.builtin();

    /// Reads the small files of all models; weights and native libraries wait for the first
    /// request.
    ///
    /// @throws OnnxModelException when a model that is served by name cannot be used
    public OnnxEngine(OnnxSettings settings) {
        add(BundledSentences.files(), settings);
        for (OnnxSource source : settings.models()) {
            add(ModelFolder.read(source.id(), source.path()), settings);
        }
        for (ModelFiles found : ModelFolder.search(settings.folders())) {
            add(found, settings);
        }
        if (settings.device() == Device.CUDA) {
            Natives.loadRuntime(settings.runtime());
            boolean _ = LoadedModel.usesCuda(settings.device());
        }
    }

    private void add(ModelFiles files, OnnxSettings settings) {
        models.putIfAbsent(files.id(), new ServedModel(files, settings));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ModelCard> models() {
        List<ModelCard> cards = new ArrayList<>();
        models.values().forEach(model -> cards.add(model.card()));
        cards.addAll(moderation());
        return cards;
    }

    @Override
    public EmbeddingResult embed(CallContext context, ModelId model, EmbeddingRequest request) {
        return EmbeddingRequests.embed(context, loaded(context, model), request);
    }

    @Override
    public RerankResult rerank(CallContext context, ModelId model, RerankRequest request) {
        return RerankRequests.rerank(context, loaded(context, model), request);
    }

    @Override
    public ModerationResult moderate(
            CallContext context, ModelId model, ModerationRequest request) {
        if (!model.equals(MODERATION)) {
            throw Failures.unsupported("model", Capability.MODERATION, model);
        }
        return moderator.moderate(context, loaded(context, BUILTIN), request);
    }

    /// The moderation model's card: it is in memory when the embedding model is.
    private List<ModelCard> moderation() {
        ServedModel sentences = models.get(BUILTIN);
        if (sentences == null) {
            return List.of();
        }
        ModelCard card = sentences.card();
        return List.of(
                new ModelCard(
                        MODERATION,
                        NAME,
                        "parlance",
                        card.created(),
                        Set.of(Capability.MODERATION),
                        Set.of(),
                        card.contextLength(),
                        card.state(),
                        card.progress()));
    }

    private LoadedModel loaded(CallContext context, ModelId model) {
        ServedModel served = models.get(model);
        if (served == null) {
            throw new ApiException(new ModelNotFound(model.value()));
        }
        return served.loaded(context.deadline());
    }

    @Override
    public void close() {
        models.values().forEach(ServedModel::close);
    }
}
