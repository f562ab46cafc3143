package dev.parlance.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The models folders as a person sees them: what is there, where it came from, and out with it.
///
/// A model's id is its path in the folder without `.gguf`, for one in parts without their numbers.
public final class ModelStore {
    private static final Pattern PART = Pattern.compile("(?i)(.+)-(\\d{5})-of-\\d{5}\\.gguf");
    private static final int MAX_DEPTH = 8;
    private static final int MAX_FILES = 10_000;

    private final List<Path> folders;

    /// The models in these folders; those that are missing have none.
    public ModelStore(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /// All models by id.
    public List<StoredModel> models() {
        Map<String, List<Path>> byId = new TreeMap<>();
        for (Path folder : folders) {
            for (Path file : files(folder)) {
                byId.computeIfAbsent(id(folder, file), _ -> new ArrayList<>()).add(file);
            }
        }
        List<StoredModel> models = new ArrayList<>();
        byId.forEach((id, files) -> {
            files.sort(Comparator.naturalOrder());
            models.add(
                    new StoredModel(id, files, files.stream().mapToLong(ModelStore::size).sum()));
        });
        return models;
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(folder, MAX_DEPTH)) {
            return found.limit(MAX_FILES)
                    .filter(f -> f.toString().toLowerCase(Locale.ROOT).endsWith(".gguf"))
                    .filter(Files::isRegularFile)
                    .toList();
        } catch (IOException | UncheckedIOException _) {
            return List.of();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException _) {
            return 0;
        }
    }

    static String id(Path folder, Path file) {
        String name = String.valueOf(file.getFileName());
        Matcher part = PART.matcher(name);
        String stem =
                part.matches()
                        ? part.group(1)
                        : name.substring(0, name.length() - ".gguf".length());
        StringBuilder id = new StringBuilder();
        for (Path step : folder.relativize(file.resolveSibling(stem))) {
            id.append(id.isEmpty() ? "" : "/").append(step);
        }
        return id.toString();
    }

    /// The model with this id, or the only one that was asked for by this name when it was pulled,
    /// or whose id ends with it.
    ///
    /// @throws HubException when there is none, or several
    public StoredModel find(String name) {
        List<StoredModel> all = models();
        List<StoredModel> found = all.stream().filter(model -> model.id().equals(name)).toList();
        if (found.isEmpty()) {
            found = all.stream().filter(model -> isCalled(model, name)).toList();
        }
        if (found.size() == 1) {
            return found.getFirst();
        }
        List<String> ids = (found.isEmpty() ? all : found).stream().map(StoredModel::id).toList();
        throw new HubException(
                found.isEmpty()
                        ? "There is no model '"
                                + name
                                + "' in the models folders. "
                                + (ids.isEmpty()
                                        ? "They are empty."
                                        : "There are: " + String.join(", ", ids) + ".")
                        : "'" + name + "' could be " + String.join(" or ", ids) + "; name one.");
    }

    private static boolean isCalled(StoredModel model, String name) {
        Optional<String> asked = Provenance.of(model.firstFile()).map(Provenance::asked);
        return asked.filter(name::equals).isPresent() || model.id().endsWith("/" + name);
    }

    /// Deletes the model's files, its record, and folders that are empty then.
    ///
    /// @throws HubException when a file cannot be deleted
    public void remove(StoredModel model) {
        try {
            for (Path file : model.files()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(Provenance.beside(model.firstFile()));
            removeEmpty(model.firstFile().getParent());
        } catch (IOException e) {
            throw new HubException("The model " + model.id() + " cannot be removed: " + e, e);
        }
    }

    private void removeEmpty(@Nullable Path folder) throws IOException {
        Path at = folder;
        while (at != null && !folders.contains(at) && folders.stream().anyMatch(at::startsWith)) {
            try {
                Files.delete(at);
            } catch (DirectoryNotEmptyException _) {
                return;
            }
            at = at.getParent();
        }
    }
}
