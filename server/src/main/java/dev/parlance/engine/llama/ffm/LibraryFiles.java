package dev.parlance.engine.llama.ffm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The shared libraries that make up one build of llama.cpp: a single file with everything in it,
/// or libllama beside the libraries of ggml in a folder.
///
/// @param folder the one they are in
/// @param single true for a single file
/// @param files in the order in which they are opened; libllama is the last
record LibraryFiles(Path folder, boolean single, List<Path> files) {
    // Builds name themselves in between: libllama.so, libllama.cuda.v0.5.0.so, llama.dll.
    private static final String MIDDLE = "(\\.[a-z0-9_.-]+)?\\.(so|dylib|dll)";
    private static final List<Pattern> NAMES =
            List.of(
                    Pattern.compile("(lib)?ggml-base" + MIDDLE),
                    Pattern.compile("(lib)?ggml" + MIDDLE),
                    Pattern.compile("(lib)?llama" + MIDDLE));

    LibraryFiles {
        files = List.copyOf(files);
    }

    /// The libraries at this place, a file or a folder.
    ///
    /// @throws IncompatibleLibraryException when there are none, or several of one kind
    static LibraryFiles at(Path place) {
        Path path = place.toAbsolutePath().normalize();
        if (!Files.isDirectory(path)) {
            return new LibraryFiles(path.resolveSibling("").normalize(), true, List.of(path));
        }
        try (Stream<Path> entries = Files.list(path)) {
            List<Path> all = entries.sorted().toList();
            List<Optional<Path>> found =
                    NAMES.stream().map(pattern -> only(path, pattern, all)).toList();
            if (found.getLast().isEmpty()) {
                throw new IncompatibleLibraryException(
                        "There is no libllama in "
                                + path
                                + ". Name the folder that holds libllama, libggml and libggml-cpu"
                                + " of llama.cpp.");
            }
            return new LibraryFiles(path, false, found.stream().flatMap(Optional::stream).toList());
        } catch (IOException e) {
            throw new IncompatibleLibraryException(
                    "The folder " + path + " of the native library cannot be read: " + e, e);
        }
    }

    private static Optional<Path> only(Path folder, Pattern name, List<Path> all) {
        List<Path> matching =
                all.stream()
                        .filter(path -> name.matcher(String.valueOf(path.getFileName())).matches())
                        .filter(Files::isRegularFile)
                        .toList();
        // Symbolic links with shorter names, as distributions make them, are one library.
        List<Path> distinct = matching.stream().map(LibraryFiles::real).distinct().toList();
        if (distinct.size() > 1) {
            throw new IncompatibleLibraryException(
                    "There are several builds of llama.cpp in "
                            + folder
                            + ": "
                            + String.join(
                                    ", ",
                                    distinct.stream()
                                            .map(path -> String.valueOf(path.getFileName()))
                                            .toList())
                            + ". Keep each in a folder of its own.");
        }
        return matching.stream().findFirst();
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException _) {
            return path;
        }
    }
}
