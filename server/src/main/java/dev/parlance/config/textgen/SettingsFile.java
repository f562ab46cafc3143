package dev.parlance.config.textgen;

import dev.parlance.config.ConfigException;
import dev.parlance.config.Origin;
import dev.parlance.config.YamlFile;
import dev.parlance.config.YamlNode;
import dev.parlance.config.YamlNode.Mapping;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `settings.yaml` of text-generation-webui: few of its keys are about the API.
public final class SettingsFile {
    /// The keys that set one of ours, in the order in which they are listed.
    public static final Map<String, String> KEYS = keys();

    private static final String EXTENSIONS = "default_extensions";

    private SettingsFile() {}

    private static Map<String, String> keys() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("openai-port", "listeners[0].port");
        keys.put("openai-embedding_model", "embeddings.model");
        keys.put("openai-embedding_device", "embeddings.device");
        keys.put("openai-debug", "log.level");
        return keys;
    }

    /// Hands over what the file sets and notices the rest.
    ///
    /// @return where it switches the API on, if it does
    /// @throws ConfigException when it cannot be read
    static Optional<Origin> read(Path workingFolder, Path file, Findings findings) {
        Mapping mapping = YamlFile.read(workingFolder.resolve(file), file);
        List<String> idle = new ArrayList<>();
        Optional<Origin> on = Optional.empty();
        for (Map.Entry<String, YamlNode> member : mapping.members().entrySet()) {
            String name = member.getKey();
            Origin origin = new Origin.FileLine(file, member.getValue().line());
            JsonValue value = member.getValue().value();
            if (name.equals(EXTENSIONS)) {
                on = lists(value, "openai") ? Optional.of(origin) : on;
            } else if (!KEYS.containsKey(name)) {
                idle.add(name);
            } else if (!(value instanceof JsonNull)) {
                set(name, text(name, value, origin), origin, findings);
            }
        }
        if (!idle.isEmpty()) {
            findings.notice(file + ": without effect here: " + String.join(", ", idle) + ".");
        }
        return on;
    }

    private static void set(String name, String value, Origin origin, Findings findings) {
        String path = KEYS.getOrDefault(name, name);
        if (!name.equals("openai-debug")) {
            findings.put(Findings.Rank.FILE, path, value, origin);
        } else if (Variables.isOn(value)) {
            findings.put(Findings.Rank.FILE, path, "debug", origin);
        }
    }

    private static boolean lists(JsonValue value, String word) {
        return value instanceof JsonArray(var elements)
                && elements.stream().anyMatch(element -> element.equals(JsonValue.of(word)));
    }

    private static String text(String name, JsonValue value, Origin origin) {
        return switch (value) {
            case JsonString(String text) -> text;
            case JsonNumber(var number) -> number.toPlainString();
            case JsonBoolean(boolean on) -> String.valueOf(on);
            case JsonNull _, JsonArray _, JsonObject _ ->
                    throw new ConfigException(
                            origin.phrase() + ": " + name + " is neither text nor number.");
        };
    }
}
