package dev.parlance.app;

import dev.parlance.cli.StartException;
import dev.parlance.config.EmbeddingsConfig;
import dev.parlance.core.model.Capability;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.route.Router;
import dev.parlance.core.usage.Operation;
import dev.parlance.engine.onnx.OnnxEngine;
import dev.parlance.engine.onnx.OnnxSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which model embeds, which reranks and which moderates for requests that do not name one of ours.
///
/// @param config what is wanted
/// @param aliases the configured aliases, which come before the names given out here
record EmbeddingChoice(EmbeddingsConfig config, Map<String, String> aliases) {
    /// The names of OpenAI's embedding models; programs send them to any server.
    static final List<String> OPENAI_NAMES =
            List.of("text-embedding-ada-002", "text-embedding-3-small", "text-embedding-3-large");

    /// The names of OpenAI's moderation models.
    static final List<String> MODERATION_NAMES =
            List.of(
                    "omni-moderation-latest",
                    "omni-moderation-2024-09-26",
                    "text-moderation-latest",
                    "text-moderation-stable",
                    "text-moderation-007",
                    "text-moderation-001");

    /// The folders that are named here and served under the names of these folders.
    List<OnnxSource> folders() {
        List<OnnxSource> sources = new ArrayList<>();
        for (String wanted : Stream.of(config.model(), config.reranker()).toList()) {
            if (wanted != null && ModelChoice.isOnnx(Path.of(wanted))) {
                Path path = Path.of(wanted).toAbsolutePath().normalize();
                sources.add(new OnnxSource(new ModelId(name(path)), path));
            }
        }
        return sources;
    }

    /// The folder's name; that of the folder above for a graph.
    private static String name(Path path) {
        Path folder = path;
        while (folder.getParent() != null
                && (folder.toString().endsWith(".onnx") || folder.endsWith("onnx"))) {
            folder = folder.getParent();
        }
        return String.valueOf(folder.getFileName());
    }

    /// For each operation the names that lead to these models.
    ///
    /// @param cards of all engines
    /// @throws StartException when a model was asked for that is not there
    Map<Operation, Map<String, String>> usual(List<ModelCard> cards) {
        Map<Operation, Map<String, String>> usual = new HashMap<>();
        Optional<String> embedder =
                pick("embeddings.model", config.model(), Capability.EMBEDDINGS, cards)
                        .or(() -> builtin(cards));
        Optional<String> reranker =
                pick("embeddings.reranker", config.reranker(), Capability.RERANK, cards)
                        .or(() -> embedder);
        embedder.ifPresent(id -> {
            Map<String, String> names = new LinkedHashMap<>();
            offer(names, ModelChoice.DEFAULT, id);
            OPENAI_NAMES.forEach(name -> offer(names, name, id));
            usual.put(Operation.EMBEDDINGS, names);
        });
        reranker.ifPresent(id -> {
            Map<String, String> names = new LinkedHashMap<>();
            offer(names, ModelChoice.DEFAULT, id);
            usual.put(Operation.RERANK, names);
        });
        moderator(cards)
                .ifPresent(id -> {
                    Map<String, String> names = new LinkedHashMap<>();
                    offer(names, ModelChoice.DEFAULT, id);
                    MODERATION_NAMES.forEach(name -> offer(names, name, id));
                    usual.put(Operation.MODERATION, names);
                });
        return usual;
    }

    private static Optional<String> moderator(List<ModelCard> cards) {
        return cards.stream()
                .filter(card -> card.can(Capability.MODERATION))
                .map(card -> card.id().value())
                .findFirst();
    }

    private void offer(Map<String, String> names, String name, String id) {
        if (aliases.keySet().stream().noneMatch(alias -> Router.matches(alias, name))) {
            names.put(name, id);
        }
    }

    private static Optional<String> builtin(List<ModelCard> cards) {
        String id = OnnxEngine.BUILTIN.value();
        return cards.stream().map(card -> card.id().value()).filter(id::equals).findFirst();
    }

    private Optional<String> pick(
            String key, @Nullable String wanted, Capability capability, List<ModelCard> cards) {
        if (wanted == null) {
            return Optional.empty();
        }
        List<String> able =
                cards.stream()
                        .filter(card -> card.can(capability))
                        .map(card -> card.id().value())
                        .toList();
        String named =
                ModelChoice.isOnnx(Path.of(wanted))
                        ? name(Path.of(wanted).toAbsolutePath().normalize())
                        : aliases.getOrDefault(wanted, wanted);
        String last = named.substring(named.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return Optional.of(
                able.stream()
                        .filter(named::equals)
                        .findFirst()
                        .or(() ->
                                able.stream()
                                        .filter(id -> id.toLowerCase(Locale.ROOT).equals(last))
                                        .findFirst())
                        .orElseThrow(() -> new StartException(missing(key, wanted, able), null)));
    }

    private static String missing(String key, String wanted, List<String> able) {
        return key
                + " is '"
                + wanted
                + "', which is no model that is here. There are: "
                + String.join(", ", able)
                + ". Give one of them, or a folder with an ONNX model (model.onnx and"
                + " tokenizer.json).";
    }
}
