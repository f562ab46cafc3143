package dev.parlance.dialect.openai;

import dev.parlance.core.embedding.Truncation;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.ModelId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Fields of local servers' requests that several routes have: the model that may be missing, and
/// what becomes of texts that are too long.
final class LocalFields {
    /// The alias of the model that answers when a request names none.
    static final String DEFAULT_MODEL = "default";

    private static final int MAX_TOKENS = 10_000_000;
    private static final List<String> WORDS = List.of("none", "start", "end");
    private static final List<String> DIRECTIONS = List.of("left", "right");

    private LocalFields() {}

    /// The model, or the default one: servers of a single model want no name.
    static ModelId model(FieldReader body) {
        return body.value("model") == null
                ? new ModelId(DEFAULT_MODEL)
                : ChatRequestDecoder.model(body);
    }

    /// The body with the default model if it names none.
    static JsonValue withModel(JsonValue json) {
        return json instanceof JsonObject object && object.get("model") == null
                ? object.with("model", JsonValue.of(DEFAULT_MODEL))
                : json;
    }

    /// What a request says about texts that do not fit.
    ///
    /// @param maxTokens the most tokens of one text, or `null`
    record Cut(Truncation truncation, @Nullable Integer maxTokens) {}

    /// Reads `truncate` as Cohere's word or Text Embeddings Inference's flag, and vLLM's
    /// `truncate_prompt_tokens`, which keeps the end of a text.
    static Cut cut(FieldReader body) {
        Truncation truncation = truncation(body);
        Integer kept = body.integer("truncate_prompt_tokens", -1, MAX_TOKENS);
        if (kept == null) {
            return new Cut(truncation, null);
        }
        if (kept == 0) {
            throw Faults.value(
                    "truncate_prompt_tokens", "it is -1 (what the model takes) or at least 1.");
        }
        Truncation side = truncation == Truncation.NONE ? Truncation.START : truncation;
        return new Cut(side, kept < 0 ? null : kept);
    }

    private static Truncation truncation(FieldReader body) {
        String direction = word(body, "truncation_direction", DIRECTIONS);
        JsonValue value = body.value("truncate");
        if (value instanceof JsonBoolean(boolean wanted)) {
            if (!wanted) {
                return Truncation.NONE;
            }
            return "left".equals(direction) ? Truncation.START : Truncation.END;
        }
        String word = word(body, "truncate", WORDS);
        return word == null ? Truncation.NONE : Truncation.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /// One of these words in any case, in lower case; or `null`.
    private static @Nullable String word(FieldReader body, String name, List<String> allowed) {
        String word = body.string(name);
        if (word == null) {
            return null;
        }
        String lower = word.toLowerCase(Locale.ROOT);
        if (!allowed.contains(lower)) {
            throw Faults.value(body.at(name), word, allowed);
        }
        return lower;
    }
}
