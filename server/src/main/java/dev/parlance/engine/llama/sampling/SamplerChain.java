package dev.parlance.engine.llama.sampling;

import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.engine.llama.ffm.Candidates;
import dev.parlance.engine.llama.ffm.NativeException;
import dev.parlance.engine.llama.ffm.TokenFilter;
import dev.parlance.engine.llama.ffm.TokenSampler;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All samplers of one output, one after the other. For one thread.
///
/// With an output constraint, a token is first drawn as if there were none; mostly it is allowed,
/// and the constraint was asked about one token only. If not, the draw is repeated among those of
/// the tokens left by the samplers that are allowed: together that gives each of them its
/// probability under the condition of being allowed. If none is, the samplers run once more over
/// all allowed tokens and nothing else.
public final class SamplerChain implements TokenSampler {
    // So few candidates are cheaper asked about one by one than by computing all that is allowed.
    private static final int FEW = 64;
    private static final float IMPOSSIBLE = Float.NEGATIVE_INFINITY;

    private final SamplingPlan plan;
    private final TokenHistory history = new TokenHistory();
    private final BitSet promptTokens = new BitSet();
    private final List<Step> steps;
    private final Selector selector;
    private int drawn;

    /// A chain that has seen no tokens yet.
    ///
    /// @param vocabulary tokens that the model has
    public SamplerChain(SamplingPlan plan, int vocabulary) {
        this.plan = plan;
        StageSteps stages = new StageSteps(plan, history, promptTokens, new Draws(plan.seed()));
        steps = stages.steps();
        selector = stages.selector(vocabulary);
    }

    /// True for a parameter without effect when Mirostat chooses the tokens.
    public static boolean leftToMirostat(SamplingParameter parameter) {
        return switch (parameter) {
            case TOP_K,
                    TOP_P,
                    MIN_P,
                    TYPICAL_P,
                    TOP_N_SIGMA,
                    TOP_A,
                    TFS,
                    EPSILON_CUTOFF,
                    ETA_CUTOFF,
                    XTC_THRESHOLD,
                    XTC_PROBABILITY,
                    ADAPTIVE_TARGET,
                    ADAPTIVE_DECAY ->
                    true;
            case TEMPERATURE,
                    DYNATEMP_RANGE,
                    DYNATEMP_EXPONENT,
                    SMOOTHING_FACTOR,
                    SMOOTHING_CURVE,
                    MIROSTAT,
                    MIROSTAT_TAU,
                    MIROSTAT_ETA,
                    REPETITION_PENALTY,
                    FREQUENCY_PENALTY,
                    PRESENCE_PENALTY,
                    PENALTY_LAST_N,
                    ENCODER_REPETITION_PENALTY,
                    NO_REPEAT_NGRAM_SIZE,
                    DRY_MULTIPLIER,
                    DRY_BASE,
                    DRY_ALLOWED_LENGTH,
                    DRY_LAST_N,
                    MIN_TOKENS ->
                    false;
        };
    }

    /// Notes the tokens that come before the output, for the samplers that look back.
    public void prompt(int[] tokens) {
        for (int token : tokens) {
            history.add(token);
            promptTokens.set(token);
        }
    }

    @Override
    public int draw(Candidates candidates, @Nullable TokenFilter filter) {
        boolean mayEnd =
                !plan.sampling().endBanned()
                        && drawn >= plan.value(SamplingParameter.MIN_TOKENS, 0);
        adjust(candidates, mayEnd);
        int index = run(candidates);
        if (filter != null && (index < 0 || !filter.allows(candidates.id(index)))) {
            index = drawAllowed(candidates, filter, mayEnd);
        }
        if (index < 0) {
            throw new NativeException("No token is left to choose from.");
        }
        int token = candidates.id(index);
        selector.accept(candidates, index);
        history.add(token);
        drawn++;
        return token;
    }

    private int run(Candidates candidates) {
        for (Step step : steps) {
            step.apply(candidates);
        }
        return selector.select(candidates);
    }

    private int drawAllowed(Candidates candidates, TokenFilter filter, boolean mayEnd) {
        if (candidates.size() <= FEW) {
            candidates.keep(i -> filter.allows(candidates.id(i)));
        } else {
            candidates.keep(filter.allowed());
        }
        int index = candidates.size() == 0 ? -1 : selector.select(candidates);
        if (index >= 0) {
            return index;
        }
        boolean found = restrict(candidates, filter, mayEnd);
        if (!found && !mayEnd) {
            // The constraint is complete: there is nothing but the end, asked for or not.
            found = restrict(candidates, filter, true);
        }
        if (!found) {
            throw new NativeException(
                    "The output constraint allows no token that the model finds possible.");
        }
        return run(candidates);
    }

    /// All allowed tokens and no others; false when there is none.
    private boolean restrict(Candidates candidates, TokenFilter filter, boolean mayEnd) {
        candidates.restore();
        adjust(candidates, mayEnd);
        candidates.keep(filter.allowed());
        return candidates.likeliest() >= 0;
    }

    /// Adds the bias and rules out what is banned.
    private void adjust(Candidates candidates, boolean mayEnd) {
        Sampling sampling = plan.sampling();
        sampling.logitBias()
                .forEach((token, bias) ->
                        candidates.setLogit(token, candidates.logit(token) + bias.floatValue()));
        sampling.bannedTokens().forEach(token -> candidates.setLogit(token, IMPOSSIBLE));
        if (!mayEnd) {
            plan.endTokens().forEach(token -> candidates.setLogit(token, IMPOSSIBLE));
        }
    }
}
