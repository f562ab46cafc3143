package dev.parlance.dialect.openai;

import static dev.parlance.core.sampling.SamplingParameter.ADAPTIVE_DECAY;
import static dev.parlance.core.sampling.SamplingParameter.ADAPTIVE_TARGET;
import static dev.parlance.core.sampling.SamplingParameter.DRY_ALLOWED_LENGTH;
import static dev.parlance.core.sampling.SamplingParameter.DRY_BASE;
import static dev.parlance.core.sampling.SamplingParameter.DRY_LAST_N;
import static dev.parlance.core.sampling.SamplingParameter.DRY_MULTIPLIER;
import static dev.parlance.core.sampling.SamplingParameter.DYNATEMP_EXPONENT;
import static dev.parlance.core.sampling.SamplingParameter.DYNATEMP_RANGE;
import static dev.parlance.core.sampling.SamplingParameter.ENCODER_REPETITION_PENALTY;
import static dev.parlance.core.sampling.SamplingParameter.EPSILON_CUTOFF;
import static dev.parlance.core.sampling.SamplingParameter.ETA_CUTOFF;
import static dev.parlance.core.sampling.SamplingParameter.FREQUENCY_PENALTY;
import static dev.parlance.core.sampling.SamplingParameter.MIN_P;
import static dev.parlance.core.sampling.SamplingParameter.MIN_TOKENS;
import static dev.parlance.core.sampling.SamplingParameter.MIROSTAT;
import static dev.parlance.core.sampling.SamplingParameter.MIROSTAT_ETA;
import static dev.parlance.core.sampling.SamplingParameter.MIROSTAT_TAU;
import static dev.parlance.core.sampling.SamplingParameter.NO_REPEAT_NGRAM_SIZE;
import static dev.parlance.core.sampling.SamplingParameter.PENALTY_LAST_N;
import static dev.parlance.core.sampling.SamplingParameter.PRESENCE_PENALTY;
import static dev.parlance.core.sampling.SamplingParameter.REPETITION_PENALTY;
import static dev.parlance.core.sampling.SamplingParameter.SMOOTHING_CURVE;
import static dev.parlance.core.sampling.SamplingParameter.SMOOTHING_FACTOR;
import static dev.parlance.core.sampling.SamplingParameter.TEMPERATURE;
import static dev.parlance.core.sampling.SamplingParameter.TFS;
import static dev.parlance.core.sampling.SamplingParameter.TOP_A;
import static dev.parlance.core.sampling.SamplingParameter.TOP_K;
import static dev.parlance.core.sampling.SamplingParameter.TOP_N_SIGMA;
import static dev.parlance.core.sampling.SamplingParameter.TOP_P;
import static dev.parlance.core.sampling.SamplingParameter.TYPICAL_P;
import static dev.parlance.core.sampling.SamplingParameter.XTC_PROBABILITY;
import static dev.parlance.core.sampling.SamplingParameter.XTC_THRESHOLD;

import dev.parlance.core.call.Dispositions;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How the next token is chosen, read from a request: OpenAI's fields, and those that other
/// products serve on the same paths.
final class SamplingDecoder {
    /// The most entries of a logit bias.
    static final int MAX_BIASES = 1024;

    private static final int MAX_STOP_LENGTH = 1024;

    // The window of the penalties, and of DRY where nothing else is said.
    private static final String RANGE = "repetition_penalty_range";

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
                    new Name("temperature", TEMPERATURE),
                    new Name("top_p", TOP_P, 0, 1),
                    new Name("frequency_penalty", FREQUENCY_PENALTY),
                    new Name("presence_penalty", PRESENCE_PENALTY),
                    new Name("top_k", TOP_K),
                    new Name("min_p", MIN_P),
                    new Name("typical_p", TYPICAL_P),
                    new Name("typical", TYPICAL_P),
                    new Name("top_n_sigma", TOP_N_SIGMA),
                    new Name("top_a", TOP_A),
                    new Name("tfs", TFS),
                    new Name("tfs_z", TFS),
                    new Name("epsilon_cutoff", EPSILON_CUTOFF),
                    new Name("eta_cutoff", ETA_CUTOFF),
                    new Name("xtc_threshold", XTC_THRESHOLD),
                    new Name("xtc_probability", XTC_PROBABILITY),
                    new Name("dynatemp_range", DYNATEMP_RANGE),
                    new Name("dynatemp_exponent", DYNATEMP_EXPONENT),
                    new Name("smoothing_factor", SMOOTHING_FACTOR),
                    new Name("smoothing_curve", SMOOTHING_CURVE),
                    new Name("adaptive_target", ADAPTIVE_TARGET),
                    new Name("adaptive_decay", ADAPTIVE_DECAY),
                    new Name("mirostat", MIROSTAT),
                    new Name("mirostat_mode", MIROSTAT),
                    new Name("mirostat_tau", MIROSTAT_TAU),
                    new Name("mirostat_eta", MIROSTAT_ETA),
                    new Name("repetition_penalty", REPETITION_PENALTY),
                    new Name("repeat_penalty", REPETITION_PENALTY),
                    new Name("repeat_last_n", PENALTY_LAST_N),
                    new Name("penalty_last_n", PENALTY_LAST_N),
                    new Name(RANGE, PENALTY_LAST_N, -1, 1_000_000, true),
                    new Name("encoder_repetition_penalty", ENCODER_REPETITION_PENALTY),
                    new Name("no_repeat_ngram_size", NO_REPEAT_NGRAM_SIZE),
                    new Name("dry_multiplier", DRY_MULTIPLIER),
                    new Name("dry_base", DRY_BASE),
                    new Name("dry_allowed_length", DRY_ALLOWED_LENGTH),
                    new Name("dry_penalty_last_n", DRY_LAST_N),
                    new Name("min_tokens", MIN_TOKENS),
                    new Name("min_length", MIN_TOKENS));

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
        Double range = values.get(PENALTY_LAST_N);
        if (range != null && body.value(RANGE) != null) {
            values.putIfAbsent(DRY_LAST_N, range);
        }
        TemperatureDecoder.read(body, values, dispositions);
        SamplingDefaults defaults = body.rules().sampling();
        defaults.complete(values);
        Long seed = body.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE);
        Map<Integer, Double> biases = new HashMap<>();
        Set<Integer> banned = new HashSet<>();
        TokenRulesDecoder.readBias(body, biases, banned);
        TokenRulesDecoder.readBans(body, banned);
        boolean ignoresEnd = body.flag("ignore_eos", false);
        boolean endBanned = body.flag("ban_eos_token", false) || ignoresEnd;
        TokenRulesDecoder.reportUnsupported(body, dispositions);
        return new Sampling(
                values,
                // -1 asks for a new one each time, with everybody who has such a number.
                seed != null && seed == -1 ? null : seed,
                biases,
                banned,
                endBanned,
                TokenRulesDecoder.breakers(body),
                SamplerOrderDecoder.read(body, defaults.orderFor(values), dispositions));
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
                        : FieldReader.elements("stop", value, body.rules().maxStops());
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
        Double bound = body.rules().bounds().get(name.parameter());
        return bound == null
                ? body.number(name.wireName(), name.min(), name.max())
                : body.number(name.wireName(), Math.max(name.min(), -bound), bound);
    }
}
