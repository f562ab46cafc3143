package dev.parlance.dialect.openai;

import dev.parlance.core.call.Dispositions;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The request fields that speak to OpenAI's service rather than to a model: each is checked for
/// its form, then honoured, reported as ignored, or refused where ignoring it would mislead.
final class ServiceFields {
    private static final int MAX_PAIRS = 16;
    private static final int MAX_KEY = 64;
    private static final int MAX_VALUE = 512;
    private static final int MAX_IDENTIFIER = 64;
    private static final int MAX_USER = 512;
    private static final List<String> TIERS =
            List.of("auto", "default", "flex", "scale", "priority", "fast");

    private final FieldReader body;
    private final Dispositions dispositions;

    private ServiceFields(FieldReader body, Dispositions dispositions) {
        this.body = body;
        this.dispositions = dispositions;
    }

    /// Reads those of a chat request.
    ///
    /// @return the service tier to name in the reply, or `null` when the request named none
    static @Nullable String read(FieldReader body, Dispositions dispositions) {
        ServiceFields fields = new ServiceFields(body, dispositions);
        fields.storage();
        fields.identity();
        fields.caching();
        fields.modalities();
        fields.services();
        return fields.tier();
    }

    /// Reads `user`, which completions and embeddings have too.
    static void readUser(FieldReader body, Dispositions dispositions) {
        if (body.string("user", MAX_USER) != null) {
            dispositions.ignored("user", "callers are told apart by their keys");
        }
    }

    private void storage() {
        if (body.flag("store", false)) {
            dispositions.ignored("store", "replies are not stored");
        }
        JsonValue metadata = body.value("metadata");
        if (metadata != null) {
            checkMetadata(metadata);
            dispositions.ignored("metadata", "replies are not stored");
        }
    }

    private static void checkMetadata(JsonValue value) {
        if (!(value instanceof JsonObject(Map<String, JsonValue> pairs))) {
            throw Faults.type("metadata", "an object", value);
        }
        if (pairs.size() > MAX_PAIRS) {
            throw Faults.value(
                    "metadata", "at most " + MAX_PAIRS + " pairs, not " + pairs.size() + ".");
        }
        pairs.forEach((key, text) -> {
            if (key.length() > MAX_KEY) {
                throw Faults.tooLong("metadata", MAX_KEY, key.length());
            }
            int length = FieldReader.text("metadata." + key, text).length();
            if (length > MAX_VALUE) {
                throw Faults.tooLong("metadata." + key, MAX_VALUE, length);
            }
        });
    }

    private void identity() {
        readUser(body, dispositions);
        if (body.string("safety_identifier", MAX_IDENTIFIER) != null) {
            dispositions.ignored("safety_identifier", "callers are told apart by their keys");
        }
    }

    private void caching() {
        if (body.string("prompt_cache_key", MAX_USER) != null) {
            dispositions.ignored("prompt_cache_key", "prefixes are cached without a key");
        }
        String retention =
                body.word("prompt_cache_retention", List.of("in_memory", "in-memory", "24h"));
        if ("24h".equals(retention)) {
            dispositions.ignored("prompt_cache_retention", "prefixes are kept in memory only");
        }
        if (body.object("prompt_cache_options") != null) {
            dispositions.ignored("prompt_cache_options", "prefixes are kept while memory lasts");
        }
    }

    private void modalities() {
        List<JsonValue> modalities = body.array("modalities", 8);
        for (int i = 0; modalities != null && i < modalities.size(); i++) {
            String modality = FieldReader.text("modalities[" + i + "]", modalities.get(i));
            if (modality.equals("audio")) {
                throw Faults.unsupportedValue(
                        "modalities", modality, "Only 'text' is put out here.");
            }
            if (!modality.equals("text")) {
                throw Faults.value("modalities[" + i + "]", modality, List.of("text", "audio"));
            }
        }
        if (body.object("audio") != null) {
            dispositions.ignored("audio", "modalities does not ask for audio");
        }
    }

    private void services() {
        if (body.object("moderation") != null) {
            throw Faults.unsupported("moderation", "This server moderates nothing on request.");
        }
        if (body.object("web_search_options") != null) {
            throw Faults.unsupported("web_search_options", "This server does not search the web.");
        }
        if (body.object("prediction") != null) {
            dispositions.ignored("prediction", "it could only make the same answer faster");
        }
        String verbosity = body.word("verbosity", List.of("low", "medium", "high"));
        if (verbosity != null && !verbosity.equals("medium")) {
            dispositions.ignored("verbosity", "the model decides how much it says");
        }
    }

    private @Nullable String tier() {
        String tier = body.word("service_tier", TIERS);
        if (tier == null) {
            return null;
        }
        if (!tier.equals("auto") && !tier.equals("default")) {
            dispositions.ignored("service_tier", "there is one tier");
        }
        return "default";
    }
}
