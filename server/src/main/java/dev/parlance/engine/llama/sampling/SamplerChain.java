package dev.parlance.engine.llama.sampling;

import static dev.parlance.core.sampling.SamplingParameter.FREQUENCY_PENALTY;
import static dev.parlance.core.sampling.SamplingParameter.MIN_P;
import static dev.parlance.core.sampling.SamplingParameter.PENALTY_LAST_N;
import static dev.parlance.core.sampling.SamplingParameter.PRESENCE_PENALTY;
import static dev.parlance.core.sampling.SamplingParameter.REPETITION_PENALTY;
import static dev.parlance.core.sampling.SamplingParameter.TEMPERATURE;
import static dev.parlance.core.sampling.SamplingParameter.TOP_K;
import static dev.parlance.core.sampling.SamplingParameter.TOP_P;
import static dev.parlance.core.sampling.SamplingParameter.TYPICAL_P;

import dev.parlance.engine.llama.ffm.Candidates;
import dev.parlance.engine.llama.ffm.NativeException;
import dev.parlance.engine.llama.ffm.TokenFilter;
import dev.parlance.engine.llama.ffm.TokenSampler;
import java.util.ArrayList;
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
    // A temperature that leaves the likeliest token only.
    private static final double FROZEN = 1e-6;

    private final SamplingPlan plan;
    private final TokenHistory history = new TokenHistory();
    private final List<Step> steps = new ArrayList<>();
    private final Selector selector;
    private boolean looksBack;

    /// A chain that has seen no tokens yet.
    public SamplerChain(SamplingPlan plan) {
        this.plan = plan;
        addPenalties();
        double temperature = plan.value(TEMPERATURE, 1);
        if (temperature < FROZEN) {
            selector = new Selector.Likeliest();
        } else {
            addTruncations();
            float factor = (float) (1 / temperature);
            steps.add(candidates -> candidates.scale(factor));
            selector = new Selector.Drawn(new Draws(plan.seed()));
        }
    }

    private void addPenalties() {
        float repetition = (float) plan.value(REPETITION_PENALTY, 1);
        float frequency = (float) plan.value(FREQUENCY_PENALTY, 0);
        float presence = (float) plan.value(PRESENCE_PENALTY, 0);
        int last = (int) plan.value(PENALTY_LAST_N, 64);
        int window = last < 0 ? plan.contextTokens() : Math.min(last, plan.contextTokens());
        if (window == 0 || (repetition == 1 && frequency == 0 && presence == 0)) {
            return;
        }
        looksBack = true;
        Counts counts = new Counts(history, window);
        steps.add(Penalties.repetition(counts, repetition));
        steps.add(Penalties.frequency(counts, frequency));
        steps.add(Penalties.presence(counts, presence));
    }

    private void addTruncations() {
        int topK = (int) plan.value(TOP_K, 0);
        if (topK > 0) {
            steps.add(Truncations.topK(topK));
        }
        if (plan.value(TYPICAL_P, 1) < 1) {
            steps.add(Truncations.typical(plan.value(TYPICAL_P, 1)));
        }
        if (plan.value(TOP_P, 1) < 1) {
            steps.add(Truncations.topP(plan.value(TOP_P, 1)));
        }
        if (plan.value(MIN_P, 0) > 0) {
            steps.add(Truncations.minP(plan.value(MIN_P, 0)));
        }
    }

    /// Notes the tokens that come before the output, for the samplers that look back.
    public void prompt(int[] tokens) {
        if (looksBack) {
            for (int token : tokens) {
                history.add(token);
            }
        }
    }

    @Override
    public int draw(Candidates candidates, @Nullable TokenFilter filter) {
        bias(candidates);
        int index = run(candidates);
        if (filter != null && (index < 0 || !filter.allows(candidates.id(index)))) {
            index = drawAllowed(candidates, filter);
        }
        if (index < 0) {
            throw new NativeException("No token is left to choose from.");
        }
        int token = candidates.id(index);
        selector.accept(candidates, index);
        if (looksBack) {
            history.add(token);
        }
        return token;
    }

    private int run(Candidates candidates) {
        for (Step step : steps) {
            step.apply(candidates);
        }
        return selector.select(candidates);
    }

    private int drawAllowed(Candidates candidates, TokenFilter filter) {
        if (candidates.size() <= FEW) {
            candidates.keep(i -> filter.allows(candidates.id(i)));
        } else {
            candidates.keep(filter.allowed());
        }
        int index = candidates.size() == 0 ? -1 : selector.select(candidates);
        if (index >= 0) {
            return index;
        }
        candidates.restore();
        bias(candidates);
        candidates.keep(filter.allowed());
        if (candidates.likeliest() < 0) {
            throw new NativeException(
                    "The output constraint allows no token that the model finds possible.");
        }
        return run(candidates);
    }

    private void bias(Candidates candidates) {
        plan.logitBias()
                .forEach((token, bias) ->
                        candidates.setLogit(token, candidates.logit(token) + bias));
    }
}
