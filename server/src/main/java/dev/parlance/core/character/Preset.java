package dev.parlance.core.character;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.problem.ApiException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A named choice of how tokens are sampled, in text-generation-webui's field names.
///
/// @param name what requests call it
/// @param fields what it sets; every other sampler is neutral
public record Preset(String name, JsonObject fields) {
    /// The sampler fields of a preset that have a value that changes nothing, with that value.
    public static final JsonObject NEUTRAL = neutral();

    // Other products' names of the same samplers: a preset replaces these too.
    private static final Map<String, List<String>> ALIASES =
            Map.of(
                    "typical_p", List.of("typical"),
                    "tfs", List.of("tfs_z"),
                    "dynatemp_low", List.of("dynatemp_range"),
                    "mirostat_mode", List.of("mirostat"),
                    "repetition_penalty", List.of("repeat_penalty"),
                    "repetition_penalty_range",
                            List.of("repeat_last_n", "penalty_last_n", "dry_penalty_last_n"),
                    "sampler_priority", List.of("samplers"));

    // Fields whose neutral value is their absence.
    private static final List<String> LISTS = List.of("sampler_priority", "dry_sequence_breakers");

    /// The preset that sets nothing: every sampler neutral.
    public static final Preset NONE = new Preset(PromptLibrary.NONE, JsonObject.EMPTY);

    /// The preset that a file describes. Fields that are no samplers' stay without effect, as where
    /// presets come from.
    ///
    /// @throws ApiException `InvalidRequest` when a field is null, an object or a list of such
    public static Preset of(String name, JsonObject file) {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        file.members()
                .forEach((key, value) -> {
                    if (NEUTRAL.get(key) != null || LISTS.contains(key)) {
                        fields.put(key, checked(name, key, value));
                    }
                });
        return new Preset(name, new JsonObject(fields));
    }

    private static JsonValue checked(String name, String key, JsonValue value) {
        boolean fine =
                switch (value) {
                    case JsonNumber _, JsonBoolean _, JsonString _ -> true;
                    case JsonArray(var values) ->
                            values.stream().allMatch(JsonString.class::isInstance);
                    case JsonNull _, JsonObject _ -> false;
                };
        if (!fine) {
            throw ApiException.invalid(
                    "preset", "The preset '" + name + "' has no usable value for '" + key + "'.");
        }
        return value;
    }

    /// A request's body with this preset in it, its own field `preset` taken out.
    ///
    /// @param explicitWins true when fields that the body has stay as they are; otherwise the
    ///   preset replaces every sampler field, also those that it does not name, as
    ///   text-generation-webui does
    public JsonObject over(JsonObject body, boolean explicitWins) {
        Map<String, JsonValue> members = new LinkedHashMap<>(body.members());
        members.remove("preset");
        Map<String, JsonValue> all = new LinkedHashMap<>(NEUTRAL.members());
        all.putAll(fields.members());
        if (!explicitWins) {
            members.keySet().removeAll(LISTS);
            members.remove("samplers");
        }
        all.forEach((key, value) -> {
            List<String> aliases = ALIASES.getOrDefault(key, List.of());
            boolean given =
                    isGiven(body, key) || aliases.stream().anyMatch(alias -> isGiven(body, alias));
            if (!explicitWins || !given) {
                aliases.forEach(members::remove);
                members.put(key, value);
            }
        });
        return new JsonObject(members);
    }

    private static boolean isGiven(JsonObject body, String key) {
        JsonValue value = body.get(key);
        return value != null && !(value instanceof JsonNull);
    }

    private static JsonObject neutral() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("temperature", 1);
        fields.put("dynatemp_low", 1);
        fields.put("dynatemp_high", 1);
        fields.put("dynatemp_exponent", 1);
        fields.put("smoothing_factor", 0);
        fields.put("smoothing_curve", 1);
        fields.put("min_p", 0);
        fields.put("top_p", 1);
        fields.put("top_k", 0);
        fields.put("typical_p", 1);
        fields.put("xtc_threshold", 0.1);
        fields.put("xtc_probability", 0);
        fields.put("epsilon_cutoff", 0);
        fields.put("eta_cutoff", 0);
        fields.put("tfs", 1);
        fields.put("top_a", 0);
        fields.put("top_n_sigma", 0);
        fields.put("adaptive_target", 0);
        fields.put("adaptive_decay", 0.9);
        fields.put("dry_multiplier", 0);
        fields.put("dry_allowed_length", 2);
        fields.put("dry_base", 1.75);
        fields.put("repetition_penalty", 1);
        fields.put("frequency_penalty", 0);
        fields.put("presence_penalty", 0);
        fields.put("encoder_repetition_penalty", 1);
        fields.put("no_repeat_ngram_size", 0);
        fields.put("repetition_penalty_range", 1024);
        fields.put("penalty_alpha", 0);
        fields.put("guidance_scale", 1);
        fields.put("mirostat_mode", 0);
        fields.put("mirostat_tau", 5);
        fields.put("mirostat_eta", 0.1);
        fields.put("do_sample", true);
        fields.put("dynamic_temperature", false);
        fields.put("temperature_last", false);
        return (JsonObject) JsonValue.from(fields);
    }
}
