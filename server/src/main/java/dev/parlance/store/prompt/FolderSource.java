package dev.parlance.store.prompt;

import dev.parlance.core.character.PromptLibrary;
import dev.parlance.core.problem.ApiException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The user's folder. It is read anew each time, so that a new file counts at once. A request's
/// word is never made into a path: it is compared with the names that are there. Thread-safe.
final class FolderSource implements PromptSource {
    private static final Logger LOG = LoggerFactory.getLogger(FolderSource.class);
    private static final int MOST_FILES = 10_000;

    private final Path root;

    FolderSource(Path root) {
        this.root = root;
    }

    @Override
    public @Nullable Found find(PromptKind kind, String name) {
        Path file = pick(kind, name);
        if (file == null) {
            return null;
        }
        try {
            // What a link leads to outside is not the user's folder any more.
            Path real = file.toRealPath();
            if (!real.startsWith(root.toRealPath()) || !Files.isRegularFile(real)) {
                throw refused(kind, name, "is no file in its folder");
            }
            return new Found(file.getFileName().toString(), text(kind, name, real));
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", file, e.toString());
            throw refused(kind, name, "cannot be read");
        }
    }

    /// The file with this name and the earliest ending; one in another case only when none fits.
    private @Nullable Path pick(PromptKind kind, String name) {
        List<Path> files = files(kind);
        for (boolean exact : new boolean[] {true, false}) {
            for (String ending : kind.endings()) {
                for (Path file : files) {
                    String there = file.getFileName().toString();
                    if (exact
                            ? there.equals(name + ending)
                            : there.equalsIgnoreCase(name + ending)) {
                        return file;
                    }
                }
            }
        }
        return null;
    }

    private static String text(PromptKind kind, String name, Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw refused(kind, name, "is larger than " + MAX_BYTES + " bytes");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw refused(kind, name, "is not in UTF-8");
        }
    }

    private static ApiException refused(PromptKind kind, String name, String why) {
        return ApiException.invalid(
                kind.field(), "The file of the " + kind.words() + " '" + name + "' " + why + ".");
    }

    @Override
    public List<String> names(PromptKind kind) {
        List<String> names = new ArrayList<>();
        for (Path file : files(kind)) {
            String there = file.getFileName().toString();
            kind.endings().stream()
                    .filter(there::endsWith)
                    .map(ending -> there.substring(0, there.length() - ending.length()))
                    .filter(PromptLibrary::isName)
                    .forEach(names::add);
        }
        return names;
    }

    private List<Path> files(PromptKind kind) {
        Path folder = root.resolve(kind.folder());
        List<Path> files = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return files;
        }
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path file : stream) {
                if (files.size() >= MOST_FILES) {
                    LOG.warn("{} has more than {} files; the rest is not seen", folder, MOST_FILES);
                    break;
                }
                files.add(file);
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warn("{} cannot be listed: {}", folder, e.toString());
        }
        files.sort(null);
        return files;
    }
}
