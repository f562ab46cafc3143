package dev.parlance.dialect.openai;

import dev.parlance.core.call.Dispositions;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a request says about single tokens and texts: biases, bans, DRY's breakers; and which of
/// the field's ways to choose tokens cannot be had.
final class TokenRulesDecoder {
    private static final int MAX_BIASES = SamplingDecoder.MAX_BIASES;
    private static final int MAX_TOKEN_ID = 10_000_000;
    private static final int MAX_BREAKERS_TEXT = 8192;

    private static final String SECOND_SEQUENCE =
            "a second sequence for each reply is not computed";
    private static final String ONLY_FASTER = "it could only make the same answer faster";
    private static final String NO_BEAMS = "there is no beam search";

    /// A field without effect, and its value that asks for none.
    private record Unsupported(String field, JsonValue nothing, String why) {}

    private static final List<Unsupported> UNSUPPORTED =
            List.of(
                    new Unsupported(
                            "penalty_alpha",
                            JsonValue.of(0),
                            "contrastive search needs the hidden states of all candidates"),
                    new Unsupported("guidance_scale", JsonValue.of(1), SECOND_SEQUENCE),
                    new Unsupported("negative_prompt", JsonValue.of(""), SECOND_SEQUENCE),
                    new Unsupported(
                            "max_tokens_second",
                            JsonValue.of(0),
                            "replies come as fast as they are computed"),
                    new Unsupported("prompt_lookup_num_tokens", JsonValue.of(0), ONLY_FASTER),
                    new Unsupported("static_cache", JsonValue.of(false), ONLY_FASTER),
                    new Unsupported(
                            "skip_special_tokens",
                            JsonValue.of(true),
                            "special tokens are never part of the text"),
                    new Unsupported("num_beams", JsonValue.of(1), NO_BEAMS),
                    new Unsupported("length_penalty", JsonValue.of(1), NO_BEAMS),
                    new Unsupported("early_stopping", JsonValue.of(false), NO_BEAMS));

    private TokenRulesDecoder() {}

    static void reportUnsupported(FieldReader body, Dispositions dispositions) {
        for (Unsupported unsupported : UNSUPPORTED) {
            JsonValue value = body.value(unsupported.field());
            if (value != null && !same(value, unsupported.nothing())) {
                dispositions.ignored(unsupported.field(), unsupported.why());
            }
        }
    }

    private static boolean same(JsonValue value, JsonValue other) {
        if (value instanceof JsonNumber a && other instanceof JsonNumber b) {
            return a.value().compareTo(b.value()) == 0;
        }
        return value.equals(other);
    }

    /// Reads `logit_bias`: OpenAI's object, or llama.cpp's array of pairs, where `false` is a ban.
    static void readBias(FieldReader body, Map<Integer, Double> biases, Set<Integer> banned) {
        JsonValue value = body.value("logit_bias");
        switch (value) {
            case null -> {}
            case JsonObject(Map<String, JsonValue> members) -> {
                checkCount(members.size());
                members.forEach((token, bias) ->
                        put(
                                tokenId("logit_bias", token),
                                "logit_bias." + Faults.shown(token),
                                bias,
                                biases,
                                banned));
            }
            case JsonArray(List<JsonValue> pairs) -> {
                checkCount(pairs.size());
                for (int i = 0; i < pairs.size(); i++) {
                    String path = "logit_bias[" + i + "]";
                    List<JsonValue> pair = FieldReader.elements(path, pairs.get(i), 2);
                    if (pair.size() != 2) {
                        throw Faults.value(path, "a token id and its bias are needed.");
                    }
                    int token =
                            (int) FieldReader.integer(path + "[0]", pair.get(0), 0, MAX_TOKEN_ID);
                    put(token, path + "[1]", pair.get(1), biases, banned);
                }
            }
            default -> throw Faults.type("logit_bias", "an object", value);
        }
    }

    private static void put(
            int token,
            String path,
            JsonValue bias,
            Map<Integer, Double> biases,
            Set<Integer> banned) {
        if (bias instanceof JsonBoolean(boolean allowed) && !allowed) {
            banned.add(token);
        } else {
            biases.put(token, FieldReader.number(path, bias, -100, 100));
        }
    }

    private static void checkCount(int count) {
        if (count > MAX_BIASES) {
            throw Faults.value(
                    "logit_bias", "at most " + MAX_BIASES + " tokens, not " + count + ".");
        }
    }

    /// Reads `custom_token_bans`: token ids in an array, or in a text with commas.
    static void readBans(FieldReader body, Set<Integer> banned) {
        String field = "custom_token_bans";
        JsonValue value = body.value(field);
        if (value == null) {
            return;
        }
        if (value instanceof JsonString(String text)) {
            String[] ids = text.isBlank() ? new String[0] : text.split(",", MAX_BIASES + 1);
            if (ids.length > MAX_BIASES) {
                throw Faults.value(field, "at most " + MAX_BIASES + " tokens.");
            }
            for (String id : ids) {
                if (!id.isBlank()) {
                    banned.add(tokenId(field, id.strip()));
                }
            }
            return;
        }
        List<JsonValue> ids = FieldReader.elements(field, value, MAX_BIASES);
        for (int i = 0; i < ids.size(); i++) {
            String path = field + "[" + i + "]";
            banned.add((int) FieldReader.integer(path, ids.get(i), 0, MAX_TOKEN_ID));
        }
    }

    private static int tokenId(String field, String text) {
        if (!text.isEmpty()
                && text.length() <= 8
                && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int id = Integer.parseInt(text);
            if (id <= MAX_TOKEN_ID) {
                return id;
            }
        }
        throw Faults.value(
                field, "'" + Faults.shown(text) + "' is not a token id (a whole number).");
    }

    /// The breakers of `dry_sequence_breakers`: an array, or a text with a JSON array in it, whose
    /// brackets may be missing; null when they are not given.
    static @Nullable List<String> breakers(FieldReader body) {
        String field = "dry_sequence_breakers";
        JsonValue value = body.value(field);
        if (value == null) {
            return null;
        }
        JsonValue array = value instanceof JsonString(String text) ? parsed(field, text) : value;
        List<JsonValue> elements = FieldReader.elements(field, array, Sampling.MAX_BREAKERS);
        List<String> breakers = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            String path = field + "[" + i + "]";
            String breaker = FieldReader.text(path, elements.get(i));
            if (breaker.isEmpty()) {
                throw Faults.value(path, "an empty text breaks nothing.");
            }
            if (breaker.length() > Sampling.MAX_BREAKER_LENGTH) {
                throw Faults.tooLong(path, Sampling.MAX_BREAKER_LENGTH, breaker.length());
            }
            breakers.add(breaker);
        }
        return breakers;
    }

    private static JsonValue parsed(String field, String text) {
        if (text.length() > MAX_BREAKERS_TEXT) {
            throw Faults.tooLong(field, MAX_BREAKERS_TEXT, text.length());
        }
        String trimmed = text.strip();
        try {
            return Json.parse(trimmed.startsWith("[") ? trimmed : "[" + trimmed + "]");
        } catch (ApiException e) {
            throw Faults.value(field, "it is no list of JSON strings: " + e.getMessage());
        }
    }
}
