package dev.parlance.core.gateway;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ContentPart;
import dev.parlance.core.chat.OutputConstraint;
import dev.parlance.core.chat.ReasoningEffort;
import dev.parlance.core.chat.ToolChoice;
import dev.parlance.core.completion.CompletionPrompt;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.embedding.EmbeddingInput;
import dev.parlance.core.embedding.EmbeddingRequest;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.AdapterUse;
import dev.parlance.core.model.Capability;
import dev.parlance.core.model.KeepAlive;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.Unsupported;
import dev.parlance.core.sampling.SamplerOrder;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.core.tokens.NextTokensRequest;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The comparison of a request with what its model can do.
///
/// What would change the meaning of the answer is refused; what merely shapes it (sampling
/// parameters, seed, bias, effort) is reported as ignored and taken out of the request, so that an
/// engine never sees what it did not declare.
final class CapabilityCheck {
    private static final String TEMPLATE = "chat_template";
    private static final String SPECIAL = "add_special_tokens";
    private static final String NOT_ON_CARD = "the model does not have it";

    private final CallContext context;
    private final ModelCard card;

    CapabilityCheck(CallContext context, ModelCard card) {
        this.context = context;
        this.card = card;
    }

    ChatRequest fit(ChatRequest request) {
        if (request.extensions().get(TEMPLATE) == null) {
            need("model", Capability.CHAT);
        } else {
            // A model that was taught no conversations can have one by this template.
            need(TEMPLATE, Capability.CHAT_TEMPLATE);
        }
        checkExtensions(request.extensions());
        checkContent(request.messages());
        checkConstraint(request.constraint());
        if (request.n() > 1) {
            need("n", Capability.MULTIPLE_CHOICES);
        }
        if (request.topLogprobs() != null) {
            need("logprobs", Capability.LOGPROBS);
        }
        if (!request.stop().isEmpty()) {
            need("stop", Capability.STOP);
        }
        ChatRequest fitted = fitTools(request).withSampling(fit(request.sampling()));
        ReasoningEffort effort = request.reasoningEffort();
        if (effort != null && !card.can(Capability.REASONING)) {
            if (effort != ReasoningEffort.NONE) {
                context.dispositions().ignored("reasoning_effort", NOT_ON_CARD);
            }
            fitted = fitted.withReasoningEffort(null);
        }
        return fitTemplate(fitted);
    }

    private ChatRequest fitTemplate(ChatRequest request) {
        Map<String, JsonValue> extensions = new LinkedHashMap<>(request.extensions().members());
        if (card.can(Capability.TEMPLATE_VARIABLES) || extensions.containsKey(TEMPLATE)) {
            return request;
        }
        for (String field : List.of("add_generation_prompt", "continue_final_message")) {
            if (extensions.containsKey(field)) {
                need(field, Capability.TEMPLATE_VARIABLES);
            }
        }
        for (String field : List.of("chat_template_kwargs", SPECIAL)) {
            if (extensions.remove(field) != null) {
                context.dispositions().ignored(field, NOT_ON_CARD);
            }
        }
        return request.withExtensions(new JsonObject(extensions));
    }

    CompletionRequest fit(CompletionRequest request) {
        need("model", Capability.COMPLETION);
        checkExtensions(request.extensions());
        if (request.prompt() instanceof CompletionPrompt.Tokens) {
            need("prompt", Capability.TOKEN_PROMPT);
        }
        if (request.infill() != null) {
            need(request.infill().fields().suffix(), Capability.INFILL);
        }
        checkConstraint(request.constraint());
        if (request.echo()) {
            need("echo", Capability.ECHO);
        }
        if (request.n() > 1) {
            need("n", Capability.MULTIPLE_CHOICES);
        }
        if (request.topLogprobs() != null) {
            need("logprobs", Capability.LOGPROBS);
        }
        if (!request.stop().isEmpty()) {
            need("stop", Capability.STOP);
        }
        return request.withSampling(fit(request.sampling()));
    }

    void check(EmbeddingRequest request) {
        need("model", Capability.EMBEDDINGS);
        checkKeepAlive(request.extensions());
        if (request.dimensions() != null) {
            need("dimensions", Capability.EMBEDDING_DIMENSIONS);
        }
        for (EmbeddingInput input : request.inputs()) {
            if (input instanceof EmbeddingInput.Tokens) {
                need("input", Capability.TOKEN_PROMPT);
            }
        }
    }

    private void checkExtensions(JsonObject extensions) {
        checkKeepAlive(extensions);
        if (extensions.get(AdapterUse.FIELD) != null) {
            need(AdapterUse.FIELD, Capability.LORA);
        }
    }

    private void checkKeepAlive(JsonObject extensions) {
        if (extensions.get(KeepAlive.FIELD) != null && card.life() == null) {
            context.dispositions().ignored(KeepAlive.FIELD, "the model is always there");
        }
    }

    void check(NextTokensRequest request) {
        need("model", Capability.NEXT_TOKENS);
        if (request.prompt() instanceof CompletionPrompt.Tokens) {
            need("prompt", Capability.TOKEN_PROMPT);
        }
    }

    private ChatRequest fitTools(ChatRequest request) {
        if (request.tools().isEmpty()) {
            return request;
        }
        if (!card.can(Capability.TOOLS)) {
            if (!(request.toolChoice() instanceof ToolChoice.None)) {
                throw unsupported("tools", Capability.TOOLS.phrase());
            }
            context.dispositions().ignored("tools", "tool_choice is none");
            return request.withTools(List.of(), request.toolChoice(), request.parallelToolCalls());
        }
        switch (request.toolChoice()) {
            case ToolChoice.Auto _, ToolChoice.None _ -> {}
            case ToolChoice.Required _, ToolChoice.Named _, ToolChoice.Allowed _ ->
                    need("tool_choice", Capability.TOOL_CHOICE);
        }
        return request;
    }

    private void checkConstraint(OutputConstraint constraint) {
        switch (constraint) {
            case OutputConstraint.Free _ -> {}
            case OutputConstraint.Json _ -> need("response_format", Capability.JSON_MODE);
            case OutputConstraint.JsonSchema _ -> need(field(constraint), Capability.JSON_SCHEMA);
            case OutputConstraint.Grammar _ -> need(field(constraint), Capability.GRAMMAR);
            case OutputConstraint.Regex _ -> need(field(constraint), Capability.REGEX);
            case OutputConstraint.Choices _ -> need(field(constraint), Capability.CHOICES);
        }
    }

    /// The top of the field: what is missing is the capability, not something inside.
    private static String field(OutputConstraint constraint) {
        String param = constraint.param();
        int dot = param.indexOf('.');
        return dot < 0 ? param : param.substring(0, dot);
    }

    private void checkContent(List<ChatMessage> messages) {
        for (int i = 0; i < messages.size(); i++) {
            List<ContentPart> parts = messages.get(i).content();
            for (int j = 0; j < parts.size(); j++) {
                checkPart("messages[" + i + "].content[" + j + "]", parts.get(j));
            }
        }
    }

    private void checkPart(String path, ContentPart part) {
        switch (part) {
            case ContentPart.Text _,
                    ContentPart.ToolUse _,
                    ContentPart.ToolResult _,
                    ContentPart.Reasoning _,
                    ContentPart.Refusal _ -> {}
            case ContentPart.Image _ -> need(path, Capability.IMAGE_INPUT);
            case ContentPart.Audio _ -> need(path, Capability.AUDIO_INPUT);
            case ContentPart.File _ -> need(path, Capability.FILE_INPUT);
            case ContentPart.Unknown(var type, _) ->
                    throw unsupported(path, "content of type '" + type + "'");
        }
    }

    private Sampling fit(Sampling sampling) {
        Map<SamplingParameter, Double> kept = new EnumMap<>(SamplingParameter.class);
        sampling.values()
                .forEach((parameter, value) -> {
                    if (card.sampling().contains(parameter)) {
                        kept.put(parameter, value);
                    } else if (!parameter.idle(value)) {
                        context.dispositions().ignored(parameter.wireName(), NOT_ON_CARD);
                    }
                });
        Long seed = sampling.seed();
        if (seed != null && !card.can(Capability.SEED)) {
            context.dispositions().ignored("seed", NOT_ON_CARD);
            seed = null;
        }
        Map<Integer, Double> bias = sampling.logitBias();
        if (!bias.isEmpty() && !card.can(Capability.LOGIT_BIAS)) {
            context.dispositions().ignored("logit_bias", NOT_ON_CARD);
            bias = Map.of();
        }
        return fitRules(sampling.withValues(kept).withSeed(seed).withLogitBias(bias));
    }

    private Sampling fitRules(Sampling sampling) {
        Sampling fitted = sampling;
        boolean bans = !sampling.bannedTokens().isEmpty() || sampling.endBanned();
        if (bans && !card.can(Capability.LOGIT_BIAS)) {
            if (!sampling.bannedTokens().isEmpty()) {
                context.dispositions().ignored("custom_token_bans", NOT_ON_CARD);
            }
            if (sampling.endBanned()) {
                context.dispositions().ignored("ignore_eos", NOT_ON_CARD);
            }
            fitted = fitted.withBans(Set.of(), false);
        }
        if (sampling.dryBreakers() != null
                && !card.sampling().contains(SamplingParameter.DRY_MULTIPLIER)) {
            context.dispositions().ignored("dry_sequence_breakers", NOT_ON_CARD);
            fitted = fitted.withDryBreakers(null);
        }
        SamplerOrder order = sampling.order();
        if (order != null && !card.can(Capability.SAMPLER_ORDER)) {
            if (!order.implied()) {
                context.dispositions().ignored("samplers", NOT_ON_CARD);
            }
            fitted = fitted.withOrder(null);
        }
        return fitted;
    }

    /// Returns if the model has it.
    ///
    /// @throws ApiException `Unsupported` that names the field
    void need(String param, Capability capability) {
        if (!card.can(capability)) {
            throw unsupported(param, capability.phrase());
        }
    }

    private ApiException unsupported(String param, String what) {
        return new ApiException(new Unsupported(param, what, card.id().value()));
    }
}
