package dev.parlance.engine.llama;

import dev.parlance.core.model.ModelId;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A folder that is searched for models: every `.gguf` file in it and its sub-folders, the files of
/// a split model as one. A model's id is its path in the folder without the ending, with slashes.
final class ModelFolder {
    private static final Logger LOG = LoggerFactory.getLogger(ModelFolder.class);
    private static final int MAX_DEPTH = 8;
    private static final int MAX_MODELS = 1000;

    private ModelFolder() {}

    /// The models in this folder by id; none when it does not exist.
    static List<ModelSource> scan(Path folder) {
        if (!Files.isDirectory(folder)) {
            LOG.debug("no model folder at {}", folder);
            return List.of();
        }
        List<ModelSource> models = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder, MAX_DEPTH, FileVisitOption.FOLLOW_LINKS)) {
            files.filter(ModelFolder::isModel)
                    .sorted(Comparator.naturalOrder())
                    .limit(MAX_MODELS + 1L)
                    .forEach(file -> add(models, folder, file));
        } catch (IOException | java.io.UncheckedIOException e) {
            LOG.warn("the model folder {} cannot be searched: {}", folder, e.getMessage());
        }
        if (models.size() > MAX_MODELS) {
            LOG.warn("only the first {} models of {} are served", MAX_MODELS, folder);
            models.removeLast();
        }
        return models;
    }

    /// True for a file to load: of a split model only the first.
    private static boolean isModel(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.toLowerCase(Locale.ROOT).endsWith(".gguf")
                && Files.isRegularFile(file)
                && SplitName.parse(name).map(split -> split.number() == 1).orElse(true);
    }

    private static void add(List<ModelSource> models, Path folder, Path file) {
        String name = String.valueOf(file.getFileName());
        String stem =
                SplitName.parse(name)
                        .map(SplitName::prefix)
                        .orElseGet(() -> name.substring(0, name.length() - ".gguf".length()));
        StringBuilder id = new StringBuilder();
        for (Path part : folder.relativize(file.resolveSibling(stem))) {
            id.append(id.isEmpty() ? "" : "/").append(part);
        }
        try {
            models.add(ModelSource.of(new ModelId(id.toString()), file));
        } catch (IllegalArgumentException e) {
            LOG.warn("the file {} is not served: {}", file, e.getMessage());
        }
    }
}
