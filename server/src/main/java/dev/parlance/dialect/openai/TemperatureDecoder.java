package dev.parlance.dialect.openai;

import static dev.parlance.core.sampling.SamplingParameter.DYNATEMP_RANGE;
import static dev.parlance.core.sampling.SamplingParameter.MIROSTAT;
import static dev.parlance.core.sampling.SamplingParameter.TEMPERATURE;

import dev.parlance.core.call.Dispositions;
import dev.parlance.core.sampling.SamplingParameter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The other ways to say a temperature: text-generation-webui's two bounds of a moving one, and the
/// switch that turns drawing off.
final class TemperatureDecoder {
    private static final double GREATEST = 100;

    private TemperatureDecoder() {}

    static void read(
            FieldReader body, Map<SamplingParameter, Double> values, Dispositions dispositions) {
        boolean dynamic = body.flag("dynamic_temperature", false);
        Double low = body.number("dynatemp_low", 0, GREATEST);
        Double high = body.number("dynatemp_high", 0, GREATEST);
        if (dynamic) {
            move(low, high, values);
        } else {
            reportIdle("dynatemp_low", low, dispositions);
            reportIdle("dynatemp_high", high, dispositions);
        }
        if (!body.flag("do_sample", true)) {
            values.put(TEMPERATURE, 0.0);
            values.remove(DYNATEMP_RANGE);
            values.remove(MIROSTAT);
        }
    }

    private static void move(
            @Nullable Double low, @Nullable Double high, Map<SamplingParameter, Double> values) {
        double least = low == null ? 1 : low;
        double greatest = high == null ? 1 : high;
        if (least > greatest) {
            throw Faults.combination(
                    "dynatemp_low",
                    "'dynatemp_low' is "
                            + least
                            + ", which is more than 'dynatemp_high', "
                            + greatest
                            + ".");
        }
        values.put(TEMPERATURE, (least + greatest) / 2);
        values.put(DYNATEMP_RANGE, (greatest - least) / 2);
    }

    private static void reportIdle(
            String field, @Nullable Double value, Dispositions dispositions) {
        if (value != null && value != 1) {
            dispositions.ignored(field, "dynamic_temperature is not true");
        }
    }
}
