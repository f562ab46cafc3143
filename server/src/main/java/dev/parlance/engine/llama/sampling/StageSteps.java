package dev.parlance.engine.llama.sampling;

import static dev.parlance.core.sampling.SamplingParameter.ADAPTIVE_DECAY;
import static dev.parlance.core.sampling.SamplingParameter.ADAPTIVE_TARGET;
import static dev.parlance.core.sampling.SamplingParameter.DRY_ALLOWED_LENGTH;
import static dev.parlance.core.sampling.SamplingParameter.DRY_BASE;
import static dev.parlance.core.sampling.SamplingParameter.DRY_LAST_N;
import static dev.parlance.core.sampling.SamplingParameter.DRY_MULTIPLIER;
import static dev.parlance.core.sampling.SamplingParameter.DYNATEMP_EXPONENT;
import static dev.parlance.core.sampling.SamplingParameter.DYNATEMP_RANGE;
import static dev.parlance.core.sampling.SamplingParameter.MIROSTAT;
import static dev.parlance.core.sampling.SamplingParameter.MIROSTAT_ETA;
import static dev.parlance.core.sampling.SamplingParameter.MIROSTAT_TAU;
import static dev.parlance.core.sampling.SamplingParameter.NO_REPEAT_NGRAM_SIZE;
import static dev.parlance.core.sampling.SamplingParameter.PENALTY_LAST_N;
import static dev.parlance.core.sampling.SamplingParameter.SMOOTHING_CURVE;
import static dev.parlance.core.sampling.SamplingParameter.SMOOTHING_FACTOR;
import static dev.parlance.core.sampling.SamplingParameter.XTC_PROBABILITY;
import static dev.parlance.core.sampling.SamplingParameter.XTC_THRESHOLD;

import dev.parlance.core.sampling.SamplerOrder;
import dev.parlance.core.sampling.SamplerStage;
import dev.parlance.core.sampling.SamplingParameter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/// The steps of one chain, made from its plan in the order asked for; a sampler whose parameters
/// make it do nothing has none.
final class StageSteps {
    private static final int USUAL_PENALTY_WINDOW = 64;
    private static final double TEN_THOUSANDTH = 1e-4;

    // Those that drop unlikely tokens, and those that bend the distribution: no matter to the
    // likeliest token.
    private static final Set<SamplerStage> DROPS =
            EnumSet.of(
                    SamplerStage.TOP_N_SIGMA,
                    SamplerStage.TOP_K,
                    SamplerStage.TFS,
                    SamplerStage.TYPICAL_P,
                    SamplerStage.TOP_P,
                    SamplerStage.MIN_P,
                    SamplerStage.TOP_A,
                    SamplerStage.EPSILON_CUTOFF,
                    SamplerStage.ETA_CUTOFF,
                    SamplerStage.XTC);

    private static final Set<SamplerStage> BENDS =
            EnumSet.of(
                    SamplerStage.SMOOTHING,
                    SamplerStage.TEMPERATURE,
                    SamplerStage.DYNAMIC_TEMPERATURE);

    private final SamplingPlan plan;
    private final TokenHistory history;
    private final BitSet promptTokens;
    private final Draws draws;
    private final List<SamplerStage> order;
    private @Nullable Counts counts;

    /// @param promptTokens filled in before the first draw
    StageSteps(SamplingPlan plan, TokenHistory history, BitSet promptTokens, Draws draws) {
        this.plan = plan;
        this.history = history;
        this.promptTokens = promptTokens;
        this.draws = draws;
        SamplerOrder wanted = plan.sampling().order();
        this.order = (wanted == null ? SamplerOrder.USUAL : wanted).all();
    }

    /// True when there is nothing to draw: the likeliest token is taken.
    boolean greedy() {
        return plan.value(SamplingParameter.TEMPERATURE, 1) < Temperatures.FROZEN
                && plan.value(DYNATEMP_RANGE, 0) == 0;
    }

    /// The steps; those that drop tokens are left out where that makes no difference or Mirostat
    /// does it instead.
    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (SamplerStage stage : order) {
            boolean idle =
                    (greedy() && (DROPS.contains(stage) || BENDS.contains(stage)))
                            || (plan.value(MIROSTAT, 0) > 0 && DROPS.contains(stage));
            Step step = idle ? null : step(stage);
            if (step != null) {
                steps.add(step);
            }
        }
        return steps;
    }

    /// What ends the chain.
    ///
    /// @param vocabulary tokens that the model has
    Selector selector(int vocabulary) {
        if (greedy()) {
            return new Selector.Likeliest();
        }
        int mirostat = (int) plan.value(MIROSTAT, 0);
        if (mirostat > 0) {
            return new Mirostat(
                    mirostat,
                    vocabulary,
                    plan.value(MIROSTAT_TAU, 5),
                    plan.value(MIROSTAT_ETA, 0.1),
                    draws);
        }
        double target = plan.value(ADAPTIVE_TARGET, 0);
        return target > 0
                ? new AdaptiveP(target, plan.value(ADAPTIVE_DECAY, 0.9), draws)
                : new Selector.Drawn(draws);
    }

    private @Nullable Step step(SamplerStage stage) {
        return switch (stage) {
            case NO_REPEAT_NGRAM ->
                    unless(NO_REPEAT_NGRAM_SIZE, 0, n -> new Ngrams(history, (int) n));
            case ENCODER_REPETITION_PENALTY ->
                    unless(
                            SamplingParameter.ENCODER_REPETITION_PENALTY,
                            1,
                            penalty -> Penalties.prompt(promptTokens, (float) penalty));
            case REPETITION_PENALTY ->
                    penalty(SamplingParameter.REPETITION_PENALTY, 1, Penalties::repetition);
            case FREQUENCY_PENALTY ->
                    penalty(SamplingParameter.FREQUENCY_PENALTY, 0, Penalties::frequency);
            case PRESENCE_PENALTY ->
                    penalty(SamplingParameter.PRESENCE_PENALTY, 0, Penalties::presence);
            case DRY -> unless(DRY_MULTIPLIER, 0, this::dry);
            case TOP_N_SIGMA -> above(SamplingParameter.TOP_N_SIGMA, Truncations::topSigma);
            case TOP_K -> above(SamplingParameter.TOP_K, k -> Truncations.topK((int) k));
            case TFS -> unless(SamplingParameter.TFS, 1, Truncations::tailFree);
            case TYPICAL_P -> unless(SamplingParameter.TYPICAL_P, 1, Truncations::typical);
            case TOP_P -> unless(SamplingParameter.TOP_P, 1, Truncations::topP);
            case MIN_P -> above(SamplingParameter.MIN_P, Truncations::minP);
            case TOP_A -> above(SamplingParameter.TOP_A, Truncations::topA);
            case EPSILON_CUTOFF ->
                    above(
                            SamplingParameter.EPSILON_CUTOFF,
                            cutoff -> Truncations.epsilon(cutoff * TEN_THOUSANDTH));
            case ETA_CUTOFF ->
                    above(
                            SamplingParameter.ETA_CUTOFF,
                            cutoff -> Truncations.eta(cutoff * TEN_THOUSANDTH));
            case XTC -> above(XTC_PROBABILITY, this::excludeTopChoices);
            case SMOOTHING -> above(SMOOTHING_FACTOR, this::smoothing);
            case TEMPERATURE -> temperature(!movesElsewhere());
            case DYNAMIC_TEMPERATURE -> movesElsewhere() ? temperature(true) : null;
            case ADAPTIVE_P, MIROSTAT -> null;
        };
    }

    /// The step for a parameter's value, or null at the value that does nothing.
    private @Nullable Step unless(
            SamplingParameter parameter, double nothing, DoubleFunction<@Nullable Step> step) {
        double value = plan.value(parameter, nothing);
        return value == nothing ? null : step.apply(value);
    }

    private @Nullable Step above(SamplingParameter parameter, DoubleFunction<@Nullable Step> step) {
        double value = plan.value(parameter, 0);
        return value > 0 ? step.apply(value) : null;
    }

    private @Nullable Step penalty(
            SamplingParameter parameter, double nothing, BiFunction<Counts, Float, Step> step) {
        int window = plan.window(PENALTY_LAST_N, USUAL_PENALTY_WINDOW);
        double value = plan.value(parameter, nothing);
        if (value == nothing || window == 0) {
            return null;
        }
        if (counts == null) {
            counts = new Counts(history, window);
        }
        return step.apply(counts, (float) value);
    }

    private @Nullable Step dry(double multiplier) {
        int window = plan.window(DRY_LAST_N, -1);
        return window == 0
                ? null
                : new Dry(
                        history,
                        plan.breakers(),
                        window,
                        multiplier,
                        plan.value(DRY_BASE, 1.75),
                        (int) plan.value(DRY_ALLOWED_LENGTH, 2));
    }

    private @Nullable Step excludeTopChoices(double probability) {
        double threshold = plan.value(XTC_THRESHOLD, 0.1);
        // Two tokens cannot both be more likely than a half.
        return threshold > 0.5
                ? null
                : Truncations.excludeTopChoices(probability, threshold, draws);
    }

    private Step smoothing(double factor) {
        return Temperatures.smoothing(factor, plan.value(SMOOTHING_CURVE, 1));
    }

    /// True when the temperature moves, and has a place of its own in the order for that.
    private boolean movesElsewhere() {
        return plan.value(DYNATEMP_RANGE, 0) > 0
                && order.contains(SamplerStage.DYNAMIC_TEMPERATURE);
    }

    private @Nullable Step temperature(boolean here) {
        double temperature = plan.value(SamplingParameter.TEMPERATURE, 1);
        double range = plan.value(DYNATEMP_RANGE, 0);
        if (!here || (range == 0 && temperature == 1)) {
            return null;
        }
        return range == 0
                ? Temperatures.fixed(temperature)
                : Temperatures.dynamic(
                        Math.max(0, temperature - range),
                        temperature + range,
                        plan.value(DYNATEMP_EXPONENT, 1));
    }
}
