package dev.parlance.app;

import dev.parlance.cli.StartException;
import dev.parlance.config.ModelConfig;
import dev.parlance.config.ModelsConfig;
import dev.parlance.core.model.Capability;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.route.Router;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.hub.ModelStore;
import dev.parlance.hub.Provenance;
import dev.parlance.hub.StoredModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which model files are served under which names, and which model answers to `default`.
///
/// @param models the files to serve by name, beside those found in folders
/// @param aliases further names, to ids
/// @param wanted the id or alias that answers to `default`; `null` for the first there is
record ModelChoice(List<ModelConfig> models, Map<String, String> aliases, @Nullable String wanted) {
    /// The name of whichever model is the default.
    static final String DEFAULT = Router.DEFAULT;

    private static final String SUFFIX = ".gguf";

    /// What the configuration wants.
    ///
    /// @param builtin the built-in model's file
    /// @throws StartException when the default model is a file that is not there
    static ModelChoice of(ModelsConfig config, Optional<Path> builtin) {
        String wanted = config.defaultModel();
        List<ModelConfig> models = new ArrayList<>();
        if (wanted != null && wanted.toLowerCase(Locale.ROOT).endsWith(SUFFIX)) {
            ModelConfig file = file(found(Path.of(wanted), config.folders()));
            models.add(file);
            wanted = file.id();
        }
        models.addAll(config.configured());
        if (wanted == null && builtin.isPresent()) {
            wanted = BuiltinModel.ID;
        }
        boolean first = BuiltinModel.ID.equals(wanted);
        builtin.ifPresent(path -> models.add(BuiltinModel.configured(path, first)));
        Map<String, String> aliases = pulled(config.folders());
        for (ModelConfig model : config.configured()) {
            model.aliases().forEach(alias -> aliases.put(alias, model.id()));
        }
        aliases.putAll(config.aliases());
        return new ModelChoice(models, aliases, wanted);
    }

    /// The names by which models were pulled, to their ids.
    private static Map<String, String> pulled(List<Path> folders) {
        Map<String, String> names = new LinkedHashMap<>();
        for (StoredModel model : new ModelStore(folders).models()) {
            Provenance.of(model.firstFile())
                    .map(Provenance::asked)
                    .filter(name -> !name.isBlank() && !name.contains("*"))
                    .filter(name -> !name.equals(model.id()))
                    .ifPresent(name -> names.putIfAbsent(name, model.id()));
        }
        return names;
    }

    /// Those that the llama engine serves.
    List<ModelConfig> ggufModels() {
        return models.stream().filter(model -> !isOnnx(model.path())).toList();
    }

    /// Those that the ONNX engine serves.
    List<ModelConfig> onnxModels() {
        return models.stream().filter(model -> isOnnx(model.path())).toList();
    }

    /// True for a folder and for a graph.
    static boolean isOnnx(Path path) {
        return Files.isDirectory(path) || path.toString().endsWith(".onnx");
    }

    /// The file in the working folder, else in a folder of models.
    private static Path found(Path path, List<Path> folders) {
        if (path.isAbsolute() || Files.isRegularFile(path)) {
            return path;
        }
        return folders.stream()
                .map(folder -> folder.resolve(path))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(path);
    }

    private static ModelConfig file(Path path) {
        Path file = path.toAbsolutePath().normalize();
        if (!Files.isRegularFile(file)) {
            throw new StartException("The model file " + path + " does not exist.", null);
        }
        String name = String.valueOf(file.getFileName());
        return model(name.substring(0, name.length() - SUFFIX.length()), file, true);
    }

    private static ModelConfig model(String id, Path path, boolean preload) {
        return new ModelConfig(id, path, List.of(), preload, null, true, null, 0, Sampling.DEFAULT);
    }

    /// The model that answers to `default`, among those that the engines really have.
    ///
    /// @throws StartException when one was asked for that is not there
    Optional<ModelCard> pick(List<ModelCard> cards) {
        if (wanted == null) {
            return cards.stream()
                    .filter(card -> card.can(Capability.CHAT) || card.can(Capability.COMPLETION))
                    .findFirst();
        }
        String id = aliases.getOrDefault(wanted, wanted);
        Optional<ModelCard> card =
                cards.stream().filter(c -> c.id().value().equals(id)).findFirst();
        if (card.isEmpty()) {
            throw new StartException(
                    "There is no model '"
                            + wanted
                            + "'. There are: "
                            + String.join(", ", cards.stream().map(c -> c.id().value()).toList())
                            + ". Give one of them, or the path of a .gguf file.",
                    null);
        }
        return card;
    }

    /// The aliases, `default` among them.
    Map<String, String> aliases(Optional<ModelCard> picked) {
        Map<String, String> all = new LinkedHashMap<>(aliases);
        picked.ifPresent(card -> all.putIfAbsent(DEFAULT, card.id().value()));
        return all;
    }
}
