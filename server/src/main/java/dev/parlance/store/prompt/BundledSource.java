package dev.parlance.store.prompt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files that come with Parlance, as resources beside this class; `files.txt` in each folder
/// lists them, since a jar cannot be asked. Thread-safe.
final class BundledSource implements PromptSource {
    @Override
    public @Nullable Found find(PromptKind kind, String name) {
        List<String> files = files(kind);
        for (boolean exact : new boolean[] {true, false}) {
            for (String file : files) {
                String there = stem(file);
                if (exact ? there.equals(name) : there.equalsIgnoreCase(name)) {
                    return new Found(file, text(kind.folder() + "/" + file));
                }
            }
        }
        return null;
    }

    @Override
    public List<String> names(PromptKind kind) {
        return files(kind).stream().map(BundledSource::stem).toList();
    }

    private static List<String> files(PromptKind kind) {
        return text(kind.folder() + "/files.txt").lines().toList();
    }

    private static String stem(String file) {
        return file.substring(0, file.lastIndexOf('.'));
    }

    private static String text(String path) {
        try (InputStream in = BundledSource.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
