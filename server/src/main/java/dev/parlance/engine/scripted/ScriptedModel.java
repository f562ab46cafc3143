package dev.parlance.engine.scripted;

import dev.parlance.core.model.Capability;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.model.ModelState;
import dev.parlance.core.sampling.SamplingParameter;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// One model that the rehearsal engine plays.
///
/// @param id its name
/// @param ownedBy whose it is said to be
/// @param contextLength how many tokens fit, input and output together, 16 to 1 048 576
/// @param capabilities what it says it can do, at most [#PLAYABLE]
/// @param sampling the sampling parameters that it takes without a word; they change nothing, and
///   those that are not here are reported as ignored
/// @param dimensions the length of its embeddings, 8 to 8192
public record ScriptedModel(
        ModelId id,
        String ownedBy,
        int contextLength,
        Set<Capability> capabilities,
        Set<SamplingParameter> sampling,
        int dimensions) {
    /// The least and the greatest length of an embedding.
    static final int MIN_DIMENSIONS = 8;

    static final int MAX_DIMENSIONS = 8192;
    static final int MIN_CONTEXT = 16;
    static final int MAX_CONTEXT = 1 << 20;

    /// All that this engine can play: everything but grammars and regular expressions, which would
    /// need a model that chooses, what would need logits, and variables for templates, since it has
    /// none of its own.
    public static final Set<Capability> PLAYABLE =
            Collections.unmodifiableSet(
                    EnumSet.complementOf(
                            EnumSet.of(
                                    Capability.GRAMMAR,
                                    Capability.REGEX,
                                    Capability.LOGIT_BIAS,
                                    Capability.NEXT_TOKENS,
                                    Capability.MODERATION,
                                    Capability.LORA,
                                    Capability.TEMPLATE_VARIABLES)));

    // Since when the engine exists: a fixed date keeps transcripts stable.
    private static final Instant CREATED = Instant.parse("2026-11-20T00:00:00Z");

    public ScriptedModel {
        capabilities = Set.copyOf(capabilities);
        sampling = Set.copyOf(sampling);
        check("context-length", contextLength, MIN_CONTEXT, MAX_CONTEXT);
        check("dimensions", dimensions, MIN_DIMENSIONS, MAX_DIMENSIONS);
        if (!PLAYABLE.containsAll(capabilities)) {
            throw new ScriptException("the rehearsal engine cannot play all of " + capabilities);
        }
    }

    /// A model with everything that can be played, 8192 tokens of context and 256 dimensions.
    public static ScriptedModel of(String id) {
        return new ScriptedModel(new ModelId(id), "parlance", 8192, PLAYABLE, Set.of(), 256);
    }

    ModelCard card() {
        return new ModelCard(
                id,
                ScriptedEngine.NAME,
                ownedBy,
                CREATED,
                capabilities,
                sampling,
                contextLength,
                ModelState.READY,
                1);
    }

    private static void check(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw new ScriptException(key + " is " + min + " to " + max + ", not " + value);
        }
    }
}
