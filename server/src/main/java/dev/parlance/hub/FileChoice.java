package dev.parlance.hub;

import dev.parlance.hub.ModelReference.Repository;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which files of a repository a reference takes: one model, all its parts.
final class FileChoice {
    private static final Pattern PART = Pattern.compile("(?i)(.+)-(\\d{5})-of-(\\d{5})\\.gguf");
    private static final int SHOWN = 40;

    private FileChoice() {}

    /// The files, first part first.
    ///
    /// @throws HubException that names what there is
    static List<HubFile> of(HubRepository repository, Repository wanted) {
        Map<String, List<HubFile>> models = models(repository);
        if (wanted.file() != null) {
            return byFile(repository, models, wanted.file());
        }
        if (models.isEmpty()) {
            throw new HubException(
                    "The repository "
                            + repository.id()
                            + (repository.files().stream().anyMatch(HubFile::isModel)
                                    ? " lacks parts of each of its models."
                                    : " has no .gguf file with a name that can be written here."
                                            + " Look for one with GGUF in its name."));
        }
        String quantization = wanted.quantization();
        if (quantization != null) {
            return byQuantization(repository, models, quantization.toUpperCase(Locale.ROOT));
        }
        if (models.size() == 1) {
            return models.values().iterator().next();
        }
        for (String label : Quantization.PREFERRED) {
            List<List<HubFile>> found = labelled(models, label);
            if (found.size() == 1) {
                return found.getFirst();
            }
        }
        throw new HubException(
                "The repository "
                        + repository.id()
                        + " has several models; name one. "
                        + list(models));
    }

    private static List<HubFile> byFile(
            HubRepository repository, Map<String, List<HubFile>> models, String file) {
        for (List<HubFile> model : models.values()) {
            if (model.stream().anyMatch(part -> part.path().equals(file))) {
                return model;
            }
        }
        // Something that is no model by its name, but was asked for by its name.
        Optional<HubFile> other =
                repository.files().stream().filter(f -> f.path().equals(file)).findFirst();
        if (other.isPresent() && file.toLowerCase(Locale.ROOT).endsWith(".gguf")) {
            return List.of(other.get());
        }
        throw new HubException(
                other.isPresent()
                        ? "'" + file + "' is not a .gguf file."
                        : "The repository "
                                + repository.id()
                                + " has no file '"
                                + file
                                + "'. "
                                + list(models));
    }

    private static List<HubFile> byQuantization(
            HubRepository repository, Map<String, List<HubFile>> models, String label) {
        List<List<HubFile>> found = labelled(models, label);
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw new HubException(
                "The repository "
                        + repository.id()
                        + (found.isEmpty() ? " has nothing in " : " has several files in ")
                        + label
                        + (found.isEmpty() ? ". " : "; name the file. ")
                        + list(models));
    }

    private static List<List<HubFile>> labelled(Map<String, List<HubFile>> models, String label) {
        return models.values().stream()
                .filter(m -> Quantization.of(m.getFirst().path()).filter(label::equals).isPresent())
                .toList();
    }

    /// The repository's models by the path of their first file, parts in order; those with a part
    /// missing are left out.
    static Map<String, List<HubFile>> models(HubRepository repository) {
        Map<String, List<HubFile>> byStem = new LinkedHashMap<>();
        for (HubFile file : repository.files()) {
            if (file.isModel()) {
                Matcher part = PART.matcher(file.path());
                String key = part.matches() ? part.group(1) + "/" + part.group(3) : file.path();
                byStem.computeIfAbsent(key, _ -> new ArrayList<>()).add(file);
            }
        }
        Map<String, List<HubFile>> models = new LinkedHashMap<>();
        for (List<HubFile> files : byStem.values()) {
            files.sort(Comparator.comparing(HubFile::path));
            Matcher part = PART.matcher(files.getFirst().path());
            if (!part.matches() || files.size() == Integer.parseInt(part.group(3))) {
                models.put(files.getFirst().path(), files);
            }
        }
        return models;
    }

    private static String list(Map<String, List<HubFile>> models) {
        TreeSet<String> names = new TreeSet<>(models.keySet());
        String shown = String.join(", ", names.stream().limit(SHOWN).toList());
        int more = names.size() - SHOWN;
        return "There are: " + shown + (more > 0 ? " and " + more + " more" : "") + ".";
    }
}
