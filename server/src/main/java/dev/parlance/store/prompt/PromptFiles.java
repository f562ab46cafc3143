package dev.parlance.store.prompt;

import dev.parlance.core.character.CharacterCard;
import dev.parlance.core.character.InstructionTemplate;
import dev.parlance.core.character.Preset;
import dev.parlance.core.character.PromptLibrary;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import dev.parlance.store.prompt.PromptSource.Found;
import dev.parlance.wire.Json;
import dev.parlance.wire.Yaml;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The library of prompts in YAML, JSON and Jinja files. Thread-safe; has nothing to close.
public final class PromptFiles implements PromptLibrary {
    private final List<PromptSource> sources;

    private PromptFiles(List<PromptSource> sources) {
        this.sources = sources;
    }

    /// The library of the files in this folder, and of ours where it has none of a name.
    ///
    /// @param folder has the folders `characters`, `instruction-templates` and `presets`; any may
    ///   be missing
    public static PromptFiles of(Path folder) {
        return new PromptFiles(List.of(new FolderSource(folder), new BundledSource()));
    }

    /// The library of our files alone.
    public static PromptFiles bundled() {
        return new PromptFiles(List.of(new BundledSource()));
    }

    @Override
    public @Nullable CharacterCard character(String name) {
        Found found = find(PromptKind.CHARACTER, name);
        return found == null
                ? null
                : CharacterCard.of(name, object(PromptKind.CHARACTER, name, found));
    }

    @Override
    public @Nullable InstructionTemplate instructionTemplate(String name) {
        Found found = find(PromptKind.TEMPLATE, name);
        if (found == null) {
            return null;
        }
        boolean jinja = found.file().contains(".jinja");
        JsonObject fields = jinja ? null : fields(found);
        return fields == null
                ? new InstructionTemplate(name, found.text())
                : InstructionTemplate.of(name, fields);
    }

    @Override
    public @Nullable Preset preset(String name) {
        Found found = find(PromptKind.PRESET, name);
        return found == null ? null : Preset.of(name, object(PromptKind.PRESET, name, found));
    }

    @Override
    public List<String> characters() {
        return names(PromptKind.CHARACTER);
    }

    @Override
    public List<String> instructionTemplates() {
        return names(PromptKind.TEMPLATE);
    }

    @Override
    public List<String> presets() {
        return names(PromptKind.PRESET);
    }

    private @Nullable Found find(PromptKind kind, String name) {
        if (!PromptLibrary.isName(name)) {
            return null;
        }
        for (PromptSource source : sources) {
            Found found = source.find(kind, name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private List<String> names(PromptKind kind) {
        TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        sources.forEach(source -> names.addAll(source.names(kind)));
        return List.copyOf(names);
    }

    /// The fields of a template's file, or null when it is Jinja under another name.
    private static @Nullable JsonObject fields(Found found) {
        try {
            return Yaml.parse(found.text()) instanceof JsonObject fields ? fields : null;
        } catch (ApiException e) {
            return null;
        }
    }

    private static JsonObject object(PromptKind kind, String name, Found found) {
        JsonValue value;
        try {
            value =
                    found.file().endsWith(".json")
                            ? Json.parse(found.text().getBytes(StandardCharsets.UTF_8))
                            : Yaml.parse(found.text());
        } catch (ApiException e) {
            throw new ApiException(
                    new InvalidRequest(kind.field(), what(kind, name) + e.getMessage()), e);
        }
        return switch (value) {
            case JsonObject fields -> fields;
            case JsonNull _ -> JsonObject.EMPTY;
            case JsonValue _ ->
                    throw ApiException.invalid(
                            kind.field(), what(kind, name) + "it has no keys and values.");
        };
    }

    private static String what(PromptKind kind, String name) {
        return "The file of the " + kind.words() + " '" + name + "' cannot be used: ";
    }
}
