package dev.parlance.engine.onnx;

import dev.parlance.core.model.ModelId;
import dev.parlance.engine.onnx.ModelFiles.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Folders as sentence-transformers and their ONNX exports lay them out.
final class ModelFolder {
    private static final Logger LOG = LoggerFactory.getLogger(ModelFolder.class);
    private static final String TOKENIZER = "tokenizer.json";
    private static final List<String> GRAPHS =
            List.of(
                    "onnx/model.onnx",
                    "model.onnx",
                    "onnx/model_quantized.onnx",
                    "model_quantized.onnx");
    private static final int DEPTH = 4;
    private static final int MOST = 256;
    private static final long MAX_TOKENIZER_BYTES = 64L << 20;

    private ModelFolder() {}

    /// The model of this folder, or of this graph in it.
    ///
    /// @throws OnnxModelException that names the file that is missing or wrong
    static ModelFiles read(ModelId id, Path path) {
        Path graph = Files.isDirectory(path) ? graph(path) : path;
        Path folder = Files.isDirectory(path) ? path : folder(path);
        try {
            if (!Files.isRegularFile(graph)) {
                throw new OnnxModelException(graph + " does not exist");
            }
            Path tokenizer = folder.resolve(TOKENIZER);
            if (!Files.isRegularFile(tokenizer)) {
                throw new OnnxModelException(
                        tokenizer + " does not exist; a fast tokenizer is needed");
            }
            if (Files.size(tokenizer) > MAX_TOKENIZER_BYTES) {
                throw new OnnxModelException(
                        tokenizer + " is larger than " + MAX_TOKENIZER_BYTES + " bytes");
            }
            Instant changed = Files.getLastModifiedTime(graph).toInstant();
            Recipe recipe = RecipeReader.read(folder);
            return new ModelFiles(
                    id,
                    new Place.OnDisk(graph),
                    new Place.OnDisk(tokenizer),
                    OnnxEngine.NAME,
                    changed,
                    recipe);
        } catch (OnnxModelException e) {
            throw new OnnxModelException("the model '" + id + "': " + e.getMessage(), e);
        } catch (IOException e) {
            throw new OnnxModelException("the model '" + id + "' cannot be read: " + e, e);
        }
    }

    private static Path graph(Path folder) {
        return GRAPHS.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(folder.resolve(GRAPHS.getFirst()));
    }

    /// The folder of a graph: its own or, when that is called `onnx`, the one above.
    private static Path folder(Path graph) {
        Path own = graph.toAbsolutePath().normalize().getParent();
        Path above = own == null ? null : own.getParent();
        if (own == null || above == null) {
            throw new OnnxModelException(graph + " is in no folder");
        }
        boolean nested = own.endsWith("onnx") && !Files.exists(own.resolve(TOKENIZER));
        return nested ? above : own;
    }

    /// The models found under these folders, named after theirs. What cannot be used is logged and
    /// left out.
    static List<ModelFiles> search(List<Path> folders) {
        List<ModelFiles> found = new ArrayList<>();
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> paths = Files.walk(folder, DEPTH)) {
                paths.filter(Files::isDirectory)
                        .filter(ModelFolder::looksRight)
                        .sorted()
                        .limit(MOST)
                        .forEach(path -> add(found, path));
            } catch (IOException | UncheckedIOException e) {
                LOG.warn("The folder {} cannot be searched for ONNX models: {}", folder, e);
            }
        }
        return found;
    }

    private static boolean looksRight(Path folder) {
        return Files.isRegularFile(folder.resolve(TOKENIZER)) && Files.isRegularFile(graph(folder));
    }

    private static void add(List<ModelFiles> found, Path folder) {
        try {
            found.add(read(new ModelId(String.valueOf(folder.getFileName())), folder));
        } catch (OnnxModelException | IllegalArgumentException e) {
            LOG.warn("The model in {} is not served: {}", folder, e.getMessage());
        }
    }
}
