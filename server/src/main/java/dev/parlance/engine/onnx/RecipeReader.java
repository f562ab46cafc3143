package dev.parlance.engine.onnx;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.problem.ApiException;
import dev.parlance.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads what the small JSON files of a sentence-transformers folder say.
///
/// Source: sentence-transformers' documentation of `modules.json`, `1_Pooling/config.json`,
/// `sentence_bert_config.json` and `config_sentence_transformers.json`, checked 2026-11-20.
final class RecipeReader {
    private static final long MAX_BYTES = 1 << 20;
    private static final int USUAL_TOKENS = 512;
    private static final int MOST_TOKENS = 131_072;

    /// Architectures whose positions begin behind the padding's.
    private static final List<String> SHIFTED =
            List.of("roberta", "xlm-roberta", "mpnet", "camembert", "xlm-roberta-xl");

    private static final Map<String, Pooling> FLAGS =
            Map.of(
                    "pooling_mode_cls_token", Pooling.CLS,
                    "pooling_mode_mean_tokens", Pooling.MEAN,
                    "pooling_mode_max_tokens", Pooling.MAX,
                    "pooling_mode_mean_sqrt_len_tokens", Pooling.MEAN_SQRT,
                    "pooling_mode_weightedmean_tokens", Pooling.WEIGHTED_MEAN,
                    "pooling_mode_lasttoken", Pooling.LAST);
    private static final Map<String, Pooling> WORDS =
            Map.of(
                    "cls", Pooling.CLS,
                    "mean", Pooling.MEAN,
                    "max", Pooling.MAX,
                    "mean_sqrt_len_tokens", Pooling.MEAN_SQRT,
                    "weightedmean", Pooling.WEIGHTED_MEAN,
                    "lasttoken", Pooling.LAST);

    private final Path folder;
    private final JsonObject config;
    private final JsonObject prompts;
    private Pooling pooling = Pooling.MEAN;
    private boolean normalized;

    private RecipeReader(Path folder) throws IOException {
        this.folder = folder;
        this.config = object("config.json");
        this.prompts = object("config_sentence_transformers.json");
    }

    /// @throws OnnxModelException when they ask for what is not computed here
    static Recipe read(Path folder) throws IOException {
        return new RecipeReader(folder).recipe();
    }

    private Recipe recipe() throws IOException {
        boolean ranks = ranks();
        if (ranks) {
            int labels = labels();
            if (labels > 2) {
                throw new OnnxModelException(
                        "it sorts into " + labels + " classes; a reranker gives one score or two");
            }
        } else {
            readModules();
        }
        JsonObject sentences = object("sentence_bert_config.json");
        return new Recipe(
                ranks,
                pooling,
                normalized,
                maxTokens(sentences),
                flag(sentences, "do_lower_case"),
                namedPrompts(),
                prompts.get("default_prompt_name") instanceof JsonString(String name) ? name : null,
                config.get("matryoshka_dimensions") instanceof JsonArray
                        || prompts.get("matryoshka_dimensions") instanceof JsonArray);
    }

    private boolean ranks() {
        return config.get("architectures") instanceof JsonArray(List<JsonValue> names)
                && names.stream()
                        .anyMatch(name ->
                                name instanceof JsonString(String text)
                                        && text.endsWith("ForSequenceClassification"));
    }

    private int labels() {
        if (config.get("id2label") instanceof JsonObject(Map<String, JsonValue> labels)) {
            return labels.size();
        }
        Integer labels = whole(config, "num_labels");
        return labels == null ? 2 : labels;
    }

    /// The steps after the transformer; without a word about them, the mean, made unit length.
    private void readModules() throws IOException {
        Path file = folder.resolve("modules.json");
        if (!Files.exists(file)) {
            normalized = true;
            if (Files.exists(folder.resolve("1_Pooling/config.json"))) {
                readPooling("1_Pooling");
            }
            return;
        }
        if (!(json(file) instanceof JsonArray(List<JsonValue> modules))) {
            throw new OnnxModelException("modules.json is no list");
        }
        for (JsonValue module : modules) {
            if (module instanceof JsonObject object
                    && object.get("type") instanceof JsonString(String type)) {
                readModule(type.substring(type.lastIndexOf('.') + 1), object);
            }
        }
    }

    private void readModule(String type, JsonObject module) throws IOException {
        switch (type) {
            case "Transformer" -> {}
            case "Pooling" ->
                    readPooling(
                            module.get("path") instanceof JsonString(String path)
                                    ? path
                                    : "1_Pooling");
            case "Normalize" -> normalized = true;
            default ->
                    throw new OnnxModelException(
                            "modules.json has a step '"
                                    + type
                                    + "'; computed are Transformer, Pooling and Normalize");
        }
    }

    private void readPooling(String path) throws IOException {
        Path file = folder.resolve(path).normalize().resolve("config.json");
        if (!file.startsWith(folder.normalize())) {
            throw new OnnxModelException("modules.json points out of its folder: " + path);
        }
        JsonObject object = object(folder.normalize().relativize(file).toString());
        if (object.get("pooling_mode") instanceof JsonString(String word)) {
            Pooling named = WORDS.get(word.toLowerCase(Locale.ROOT));
            if (named == null) {
                throw new OnnxModelException("it pools by '" + word + "', which is not computed");
            }
            pooling = named;
            return;
        }
        List<Pooling> chosen =
                FLAGS.entrySet().stream()
                        .filter(entry -> flag(object, entry.getKey()))
                        .map(Map.Entry::getValue)
                        .toList();
        if (chosen.size() != 1) {
            throw new OnnxModelException(
                    "it pools in " + chosen.size() + " ways at once; one is computed");
        }
        pooling = chosen.getFirst();
    }

    private int maxTokens(JsonObject sentences) {
        Integer own = whole(sentences, "max_seq_length");
        if (own != null) {
            return Math.clamp(own, 4, MOST_TOKENS);
        }
        Integer positions = whole(config, "max_position_embeddings");
        if (positions == null) {
            return USUAL_TOKENS;
        }
        boolean shifted =
                config.get("model_type") instanceof JsonString(String type)
                        && SHIFTED.contains(type);
        return Math.clamp(shifted ? positions - 2 : positions, 4, MOST_TOKENS);
    }

    private Map<String, String> namedPrompts() {
        Map<String, String> named = new HashMap<>();
        if (prompts.get("prompts") instanceof JsonObject(Map<String, JsonValue> all)) {
            all.forEach((name, value) -> {
                if (value instanceof JsonString(String text)) {
                    named.put(name, text);
                }
            });
        }
        return named;
    }

    private static boolean flag(JsonObject object, String name) {
        return object.get(name) instanceof JsonBoolean(boolean flag) && flag;
    }

    private static @Nullable Integer whole(JsonObject object, String name) {
        return object.get(name) instanceof JsonNumber number
                ? (int) Math.clamp(number.value().longValue(), 0L, Integer.MAX_VALUE)
                : null;
    }

    /// The object in this file; an empty one when there is no such file.
    private JsonObject object(String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            return JsonObject.EMPTY;
        }
        if (json(file) instanceof JsonObject object) {
            return object;
        }
        throw new OnnxModelException(name + " is no JSON object");
    }

    private static JsonValue json(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new OnnxModelException(file + " is larger than " + MAX_BYTES + " bytes");
        }
        try {
            return Json.parse(Files.readAllBytes(file));
        } catch (ApiException e) {
            throw new OnnxModelException(file + " is wrong: " + e.getMessage(), e);
        }
    }
}
