package dev.parlance.engine.llama;

import static dev.parlance.core.sampling.SamplingParameter.DRY_MULTIPLIER;
import static dev.parlance.core.sampling.SamplingParameter.ENCODER_REPETITION_PENALTY;
import static dev.parlance.core.sampling.SamplingParameter.MIN_P;
import static dev.parlance.core.sampling.SamplingParameter.MIROSTAT;
import static dev.parlance.core.sampling.SamplingParameter.PENALTY_LAST_N;
import static dev.parlance.core.sampling.SamplingParameter.REPETITION_PENALTY;
import static dev.parlance.core.sampling.SamplingParameter.TEMPERATURE;
import static dev.parlance.core.sampling.SamplingParameter.TOP_K;
import static dev.parlance.core.sampling.SamplingParameter.TOP_P;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.engine.llama.sampling.DryBreakers;
import dev.parlance.engine.llama.sampling.ModelTokens;
import dev.parlance.engine.llama.sampling.SamplerChain;
import dev.parlance.engine.llama.sampling.SamplingPlan;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The sampling plans of one request's choices: what it says, else what the model's configuration
/// says, else llama.cpp's own defaults. Immutable.
///
/// @param sampling all three together
/// @param breakers found among the tokens
/// @param contextTokens the most that one choice has
record SamplerRecipe(
        Sampling sampling, ModelTokens tokens, DryBreakers breakers, int contextTokens) {
    private static final Map<SamplingParameter, Double> USUAL =
            Map.of(TEMPERATURE, 0.8, TOP_K, 40.0, TOP_P, 0.95, MIN_P, 0.05, PENALTY_LAST_N, 64.0);
    private static final List<String> USUAL_BREAKERS = List.of("\n", ":", "\"", "*");

    /// The recipe of a request to a loaded model.
    ///
    /// @throws ApiException `InvalidRequest` for a token id that the model does not have, or a
    ///   penalty of 0
    static SamplerRecipe of(CallContext context, Sampling request, LoadedModel model) {
        ModelTokens tokens = model.tokens();
        reportIdle(context, request);
        Sampling sampling = merged(request, model.source().defaults());
        check(sampling, tokens.count());
        DryBreakers breakers = DryBreakers.NONE;
        if (sampling.value(DRY_MULTIPLIER, 0) > 0) {
            List<String> wanted = sampling.dryBreakers();
            List<String> texts = wanted == null ? USUAL_BREAKERS : wanted;
            breakers = model.onTextThread(context.deadline(), () -> tokens.breakers().find(texts));
        }
        return new SamplerRecipe(sampling, tokens, breakers, model.sizes().slotTokens());
    }

    /// Mirostat drops tokens itself; the samplers that would do so too do not run then.
    private static void reportIdle(CallContext context, Sampling request) {
        if (request.value(MIROSTAT, 0) == 0) {
            return;
        }
        for (SamplingParameter parameter : request.values().keySet()) {
            if (SamplerChain.leftToMirostat(parameter)) {
                context.dispositions()
                        .ignored(parameter.wireName(), "Mirostat chooses the tokens to drop");
            }
        }
    }

    static Sampling merged(Sampling request, Sampling defaults) {
        Map<SamplingParameter, Double> values = new EnumMap<>(USUAL);
        values.putAll(defaults.values());
        values.putAll(request.values());
        Map<Integer, Double> bias = new HashMap<>(defaults.logitBias());
        bias.putAll(request.logitBias());
        Set<Integer> bans = new HashSet<>(defaults.bannedTokens());
        bans.addAll(request.bannedTokens());
        return new Sampling(
                values,
                request.seed() != null ? request.seed() : defaults.seed(),
                bias,
                bans,
                request.endBanned() || defaults.endBanned(),
                request.dryBreakers() != null ? request.dryBreakers() : defaults.dryBreakers(),
                request.order() != null ? request.order() : defaults.order());
    }

    /// Refuses what the samplers would divide by or index with.
    static void check(Sampling sampling, int tokens) {
        for (SamplingParameter divisor : List.of(REPETITION_PENALTY, ENCODER_REPETITION_PENALTY)) {
            if (sampling.value(divisor, 1) == 0) {
                throw ApiException.invalid(
                        divisor.wireName(),
                        "'"
                                + divisor.wireName()
                                + "' divides, so it must be above 0; 1 does nothing.");
            }
        }
        checkIds("logit_bias", sampling.logitBias().keySet(), tokens);
        checkIds("custom_token_bans", sampling.bannedTokens(), tokens);
        if (sampling.bannedTokens().size() >= tokens) {
            throw ApiException.invalid(
                    "custom_token_bans", "'custom_token_bans' leaves no token to choose.");
        }
    }

    private static void checkIds(String param, Collection<Integer> ids, int tokens) {
        for (int token : ids) {
            if (token < 0 || token >= tokens) {
                throw ApiException.invalid(
                        param,
                        "'"
                                + param
                                + "' names the token id "
                                + token
                                + ", but the model's ids are 0 to "
                                + (tokens - 1)
                                + ".");
            }
        }
    }

    /// The plan of one choice.
    ///
    /// @param choice makes the seeds of a request's choices differ
    /// @param drawn the seed for a request that has none
    SamplingPlan plan(int choice, long drawn) {
        Long wanted = sampling.seed();
        long seed = (wanted == null ? drawn : wanted) + choice;
        return new SamplingPlan(sampling, seed, tokens.ends(), breakers, contextTokens);
    }
}
