package dev.parlance.transcript;

import dev.parlance.core.access.ApiKey;
import dev.parlance.core.access.Caller;
import dev.parlance.core.access.Permission;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.Capability;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.model.ModelState;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What the core side of one transcript does, read from `events.jsonl`.
///
/// Each line is one object. `{"without": ["tools", ...]}` takes capabilities from the models,
/// `{"key": "secret", "strict": true, "permissions": ["inference"]}` adds a key, `{"models":
/// ["m.gguf"]}` names the models, of which the first is the default, if there is any; `{"next":
/// true}` begins the events of the next call, and every other line is an event: see [Played].
///
/// @param cards the models; the first is the default
/// @param keys the keys; none means that everybody may call
/// @param plays the events of each call, in order
public record Script(List<ModelCard> cards, List<ApiKey> keys, List<List<JsonObject>> plays) {

    /// The script of these lines.
    public static Script parse(String lines) {
        Set<Capability> capabilities = EnumSet.allOf(Capability.class);
        List<String> models = List.of("tiny", "org/tiny:q4");
        List<ApiKey> keys = new ArrayList<>();
        List<List<JsonObject>> plays = new ArrayList<>();
        plays.add(new ArrayList<>());
        for (String line : lines.lines().filter(l -> !l.isBlank()).toList()) {
            JsonObject object = (JsonObject) Json.parse(line);
            Line fields = new Line(object);
            if (fields.has("without")) {
                fields.texts("without")
                        .forEach(name ->
                                capabilities.remove(
                                        Capability.valueOf(name.toUpperCase(Locale.ROOT))));
            } else if (fields.has("key")) {
                keys.add(key(fields));
            } else if (fields.has("models")) {
                models = fields.texts("models");
            } else if (fields.has("next")) {
                plays.add(new ArrayList<>());
            } else {
                plays.getLast().add(object);
            }
        }
        return new Script(models.stream().map(id -> card(id, capabilities)).toList(), keys, plays);
    }

    private static ApiKey key(Line fields) {
        String secret = fields.text("key");
        Set<Permission> permissions =
                fields.has("permissions")
                        ? fields.texts("permissions").stream()
                                .map(name -> Permission.valueOf(name.toUpperCase(Locale.ROOT)))
                                .collect(Collectors.toUnmodifiableSet())
                        : Set.of(Permission.INFERENCE);
        return new ApiKey(
                ApiKey.hash(secret),
                new Caller(
                        "key-" + secret,
                        permissions,
                        fields.texts("models"),
                        fields.flag("strict"),
                        null));
    }

    private static ModelCard card(String id, Set<Capability> capabilities) {
        return new ModelCard(
                new ModelId(id),
                "events",
                "parlance",
                Instant.ofEpochSecond(1_700_000_000),
                capabilities,
                EnumSet.allOf(SamplingParameter.class),
                4096,
                ModelState.READY,
                1);
    }
}
