package dev.parlance.engine.llama;

import dev.parlance.core.model.Capability;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelLife;
import dev.parlance.core.model.ModelState;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.engine.llama.gguf.GapTokens;
import dev.parlance.engine.llama.gguf.GgufHeader;
import dev.parlance.engine.llama.gguf.RankHead;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/// The cards of this engine's models: what a file's header says its model can do. Stateless.
final class ModelCards {
    /// What every model that writes text can do.
    private static final Set<Capability> GENERATES =
            EnumSet.of(
                    Capability.COMPLETION,
                    Capability.CHAT_TEMPLATE,
                    Capability.ECHO,
                    Capability.LOGPROBS,
                    Capability.LOGIT_BIAS,
                    Capability.SAMPLER_ORDER,
                    Capability.SEED,
                    Capability.STOP,
                    Capability.MULTIPLE_CHOICES,
                    Capability.NEXT_TOKENS,
                    Capability.LORA,
                    Capability.JSON_MODE,
                    Capability.JSON_SCHEMA,
                    Capability.GRAMMAR,
                    Capability.REGEX,
                    Capability.CHOICES);

    private ModelCards() {}

    /// The card of a model that is not loaded.
    ///
    /// @param header of the model's first file
    static ModelCard of(ModelSource source, GgufHeader header, LlamaSettings settings) {
        if (header.text("general.type").filter("adapter"::equals).isPresent()) {
            throw header.refusal("it holds an adapter, which is loaded beside a model");
        }
        int trained = (int) Math.min(header.trainedContext().orElse(0), Integer.MAX_VALUE);
        return new ModelCard(
                source.id(),
                LlamaEngine.NAME,
                source.ownedBy(),
                lastModified(source),
                capabilities(header, isolation(source, settings)),
                sampling(header),
                trained > 0 ? ModelSizes.slotTokens(source, settings, trained) : null,
                ModelState.AVAILABLE,
                0);
    }

    /// The same card for another moment in the model's life.
    static ModelCard with(ModelCard card, ModelState state, double progress, ModelLife life) {
        return new ModelCard(
                card.id(),
                card.engine(),
                card.ownedBy(),
                card.created(),
                card.capabilities(),
                card.sampling(),
                card.contextLength(),
                state,
                progress,
                life);
    }

    private static Isolation isolation(ModelSource source, LlamaSettings settings) {
        return source.policy().isolationOr(settings.life().isolation());
    }

    private static Set<Capability> capabilities(GgufHeader header, Isolation isolation) {
        Set<Capability> capabilities = EnumSet.of(Capability.TOKEN_PROMPT, Capability.TOKENIZE);
        if (RankHead.isIn(header)) {
            capabilities.add(Capability.RERANK);
        } else if (!RankHead.isMeant(header)) {
            capabilities.add(Capability.EMBEDDINGS);
            capabilities.add(Capability.RERANK);
        }
        if (isCausal(header)) {
            capabilities.addAll(GENERATES);
            if (GapTokens.areIn(header)) {
                capabilities.add(Capability.INFILL);
            }
            header.text("tokenizer.chat_template")
                    .ifPresent(template -> capabilities.addAll(ChatPrompt.capabilities(template)));
        }
        if (isolation == Isolation.PROCESS) {
            capabilities.remove(Capability.LORA);
        }
        return capabilities;
    }

    private static Set<SamplingParameter> sampling(GgufHeader header) {
        return isCausal(header) ? EnumSet.allOf(SamplingParameter.class) : Set.of();
    }

    private static boolean isCausal(GgufHeader header) {
        return header.bool(header.architecture() + ".attention.causal").orElse(true);
    }

    private static Instant lastModified(ModelSource source) {
        try {
            return Files.getLastModifiedTime(source.file()).toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }
}
