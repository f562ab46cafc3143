package dev.parlance.dialect.openai;

import static dev.parlance.core.sampling.SamplingParameter.FREQUENCY_PENALTY;
import static dev.parlance.core.sampling.SamplingParameter.MIN_P;
import static dev.parlance.core.sampling.SamplingParameter.PENALTY_LAST_N;
import static dev.parlance.core.sampling.SamplingParameter.PRESENCE_PENALTY;
import static dev.parlance.core.sampling.SamplingParameter.REPETITION_PENALTY;
import static dev.parlance.core.sampling.SamplingParameter.TEMPERATURE;
import static dev.parlance.core.sampling.SamplingParameter.TOP_K;
import static dev.parlance.core.sampling.SamplingParameter.TOP_P;
import static dev.parlance.core.sampling.SamplingParameter.TYPICAL_P;

import dev.parlance.core.call.Dispositions;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the next token is chosen, read from a request: OpenAI's fields, and those that other
/// products serve on the same paths.
final class SamplingDecoder {
    /// The most stop texts; OpenAI ends at 4, local models' prompts often need more.
    static final int MAX_STOPS = 16;

    /// The most entries of a logit bias.
    static final int MAX_BIASES = 1024;

    private static final int MAX_STOP_LENGTH = 1024;
    private static final int MAX_TOKEN_ID = 10_000_000;

    /// A name on the wire for a parameter, with the bounds that this dialect accepts.
    private record Name(
            String wireName,
            SamplingParameter parameter,
            double min,
            double max,
            boolean zeroIsAll) {
        Name(String wireName, SamplingParameter parameter, double min, double max) {
            this(wireName, parameter, min, max, false);
        }

        /// A name with core's own bounds.
        Name(String wireName, SamplingParameter parameter) {
            this(wireName, parameter, parameter.min(), parameter.max());
        }
    }

    /// The whole mapping; where a request uses two names of one parameter, the upper one counts.
    private static final List<Name> NAMES =
            List.of(
                    new Name("temperature", TEMPERATURE, 0, 2),
                    new Name("top_p", TOP_P, 0, 1),
                    new Name("frequency_penalty", FREQUENCY_PENALTY, -2, 2),
                    new Name("presence_penalty", PRESENCE_PENALTY, -2, 2),
                    new Name("top_k", TOP_K),
                    new Name("min_p", MIN_P),
                    new Name("typical_p", TYPICAL_P),
                    new Name("repetition_penalty", REPETITION_PENALTY),
                    new Name("repeat_penalty", REPETITION_PENALTY),
                    new Name("repeat_last_n", PENALTY_LAST_N),
                    new Name("penalty_last_n", PENALTY_LAST_N),
                    new Name("repetition_penalty_range", PENALTY_LAST_N, 0, 1_000_000, true));

    private SamplingDecoder() {}

    static Sampling read(FieldReader body, Dispositions dispositions) {
        Map<SamplingParameter, Double> values = new EnumMap<>(SamplingParameter.class);
        for (Name name : NAMES) {
            Double value = value(body, name);
            if (value == null) {
                continue;
            }
            Double earlier = values.putIfAbsent(name.parameter(), value);
            if (earlier != null && !earlier.equals(value)) {
                dispositions.ignored(name.wireName(), "given under another name too");
            }
        }
        Long seed = body.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE);
        return new Sampling(values, seed, logitBias(body));
    }

    /// The stop texts: a string, or an array of them.
    static List<String> stop(FieldReader body, Dispositions dispositions) {
        JsonValue value = body.value("stop");
        if (value == null) {
            return List.of();
        }
        List<JsonValue> elements =
                value instanceof JsonString
                        ? List.of(value)
                        : FieldReader.elements("stop", value, MAX_STOPS);
        List<String> stops = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            String path = value instanceof JsonString ? "stop" : "stop[" + i + "]";
            String text = FieldReader.text(path, elements.get(i));
            if (text.length() > MAX_STOP_LENGTH) {
                throw Faults.tooLong(path, MAX_STOP_LENGTH, text.length());
            }
            if (text.isEmpty()) {
                dispositions.ignored(path, "an empty text stops nothing");
            } else {
                stops.add(text);
            }
        }
        return stops;
    }

    private static @Nullable Double value(FieldReader body, Name name) {
        if (name.parameter().integral()) {
            Long whole = body.integer(name.wireName(), (long) name.min(), (long) name.max());
            if (whole == null) {
                return null;
            }
            return whole == 0 && name.zeroIsAll() ? -1.0 : (double) whole;
        }
        return body.number(name.wireName(), name.min(), name.max());
    }

    private static Map<Integer, Double> logitBias(FieldReader body) {
        JsonValue value = body.value("logit_bias");
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof JsonObject(Map<String, JsonValue> members))) {
            throw Faults.type("logit_bias", "an object", value);
        }
        if (members.size() > MAX_BIASES) {
            throw Faults.value(
                    "logit_bias", "at most " + MAX_BIASES + " tokens, not " + members.size() + ".");
        }
        Map<Integer, Double> biases = new HashMap<>();
        members.forEach((token, bias) ->
                biases.put(
                        tokenId(token),
                        FieldReader.number("logit_bias." + Faults.shown(token), bias, -100, 100)));
        return biases;
    }

    private static int tokenId(String text) {
        if (!text.isEmpty()
                && text.length() <= 8
                && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int id = Integer.parseInt(text);
            if (id <= MAX_TOKEN_ID) {
                return id;
            }
        }
        throw Faults.value(
                "logit_bias", "'" + Faults.shown(text) + "' is not a token id (a whole number).");
    }
}
