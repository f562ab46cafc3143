package dev.parlance.dialect.openai;

import dev.parlance.core.call.Dispositions;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.sampling.SamplerOrder;
import dev.parlance.core.sampling.SamplerStage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which samplers run and when: llama.cpp's `samplers`, where those that are not listed do not run,
/// and text-generation-webui's `sampler_priority`, where they run first.
final class SamplerOrderDecoder {
    private static final int MAX_ENTRIES = 64;
    private static final int MAX_LENGTH = 1024;

    /// What one letter of llama.cpp's short form stands for.
    private static final Map<Character, String> LETTERS =
            Map.of(
                    'e', "penalties",
                    'd', "dry",
                    's', "top_n_sigma",
                    'k', "top_k",
                    'y', "typ_p",
                    'p', "top_p",
                    'm', "min_p",
                    'x', "xtc",
                    't', "temperature",
                    'a', "adaptive_p");

    private static final Map<String, List<SamplerStage>> STAGES = stages();

    private static final List<String> USUAL_NAMES =
            Stream.concat(
                            Stream.of("penalties"),
                            Arrays.stream(SamplerStage.values()).map(SamplerStage::wireName))
                    .toList();

    /// An entry and the path to it.
    private record Entry(String path, String name) {}

    private SamplerOrderDecoder() {}

    private static Map<String, List<SamplerStage>> stages() {
        Map<String, List<SamplerStage>> stages = new HashMap<>();
        for (SamplerStage stage : SamplerStage.values()) {
            stage.names().forEach(name -> stages.put(name, List.of(stage)));
        }
        stages.put(
                "penalties",
                List.of(
                        SamplerStage.REPETITION_PENALTY,
                        SamplerStage.FREQUENCY_PENALTY,
                        SamplerStage.PRESENCE_PENALTY));
        return Map.copyOf(stages);
    }

    /// @param usual the order of a request that names none, or `null` for the engine's
    static @Nullable SamplerOrder read(
            FieldReader body, @Nullable SamplerOrder usual, Dispositions dispositions) {
        SamplerOrder only = order(body, "samplers", false, dispositions);
        SamplerOrder priority = order(body, "sampler_priority", true, dispositions);
        if (only != null && priority != null) {
            dispositions.ignored("sampler_priority", "given as samplers too");
        }
        SamplerOrder named = only != null ? only : priority;
        SamplerOrder order = named != null ? named : usual;
        return body.flag("temperature_last", false) ? temperatureLast(order) : order;
    }

    private static @Nullable SamplerOrder order(
            FieldReader body, String field, boolean others, Dispositions dispositions) {
        JsonValue value = body.value(field);
        if (value == null) {
            return null;
        }
        Set<SamplerStage> stages = new LinkedHashSet<>();
        for (Entry entry : entries(field, value)) {
            List<SamplerStage> named = STAGES.get(entry.name());
            if (named == null) {
                throw Faults.value(entry.path(), entry.name(), USUAL_NAMES);
            }
            if (!stages.addAll(named)) {
                dispositions.ignored(entry.path(), "named before");
            }
        }
        // An empty list of priorities is none at all.
        return stages.isEmpty() && others ? null : new SamplerOrder(List.copyOf(stages), others);
    }

    private static List<Entry> entries(String field, JsonValue value) {
        List<Entry> entries = new ArrayList<>();
        if (value instanceof JsonString(String text)) {
            if (text.length() > MAX_LENGTH) {
                throw Faults.tooLong(field, MAX_LENGTH, text.length());
            }
            for (String name : split(text)) {
                entries.add(new Entry(field, name));
            }
            return entries;
        }
        List<JsonValue> elements = FieldReader.elements(field, value, MAX_ENTRIES);
        for (int i = 0; i < elements.size(); i++) {
            String path = field + "[" + i + "]";
            entries.add(new Entry(path, FieldReader.text(path, elements.get(i)).strip()));
        }
        return entries;
    }

    /// The names in a text: between separators, or one for each letter.
    private static List<String> split(String text) {
        List<String> names = new ArrayList<>();
        for (String part : text.split("[\\n,;]", -1)) {
            if (!part.isBlank()) {
                names.add(part.strip());
            }
        }
        if (names.size() == 1
                && !STAGES.containsKey(names.getFirst())
                && names.getFirst().chars().allMatch(c -> LETTERS.containsKey((char) c))) {
            return names.getFirst()
                    .chars()
                    .mapToObj(c -> LETTERS.getOrDefault((char) c, ""))
                    .toList();
        }
        return names;
    }

    private static SamplerOrder temperatureLast(@Nullable SamplerOrder order) {
        List<SamplerStage> last =
                List.of(
                        SamplerStage.SMOOTHING,
                        SamplerStage.TEMPERATURE,
                        SamplerStage.DYNAMIC_TEMPERATURE);
        SamplerOrder base = order == null ? SamplerOrder.USUAL : order;
        List<SamplerStage> stages = new ArrayList<>(base.stages());
        List<SamplerStage> moved = last.stream().filter(stages::remove).toList();
        stages.addAll(moved);
        return new SamplerOrder(stages, base.others());
    }
}
