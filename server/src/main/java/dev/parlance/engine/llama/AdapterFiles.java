package dev.parlance.engine.llama;

import dev.parlance.engine.llama.gguf.GgufException;
import dev.parlance.engine.llama.gguf.GgufReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The adapters on disk that a model may have beside it: those in the folder of its file, and
/// below. Stateless.
final class AdapterFiles {
    private static final Logger LOG = LoggerFactory.getLogger(AdapterFiles.class);
    private static final int MAX_DEPTH = 4;
    private static final int MAX_FILES = 1000;

    private AdapterFiles() {}

    /// Paths of adapters relative to the folder, sorted; of more than 1,000 files only the first
    /// are looked into.
    static List<String> beside(Path model) {
        Path folder = model.toAbsolutePath().normalize().resolveSibling("");
        try (Stream<Path> files = Files.walk(folder, MAX_DEPTH)) {
            return files.filter(AdapterFiles::isGguf)
                    .sorted()
                    .limit(MAX_FILES)
                    .filter(AdapterFiles::isAdapter)
                    .map(file -> slashed(folder.relativize(file)))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("the folder {} cannot be searched: {}", folder, e.getMessage());
            return List.of();
        }
    }

    private static boolean isGguf(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".gguf")
                && Files.isRegularFile(file);
    }

    private static boolean isAdapter(Path file) {
        try {
            return GgufReader.read(file).text("general.type").filter("adapter"::equals).isPresent();
        } catch (GgufException e) {
            LOG.debug("no adapter: {}", e.getMessage());
            return false;
        }
    }

    private static String slashed(Path path) {
        return Stream.iterate(0, i -> i < path.getNameCount(), i -> i + 1)
                .map(i -> path.getName(i).toString())
                .collect(Collectors.joining("/"));
    }
}
