package dev.parlance.dialect.openai;

import dev.parlance.core.call.Disposition.Outcome;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ReasoningEffort;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.model.ModelId;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/chat/completions`, decoded.
///
/// Every field of OpenAI's schema is read here or in a decoder called from here; what nobody reads
/// is reported as ignored. Source: OpenAI's OpenAPI document, version 2.3.0, schema
/// `CreateChatCompletionRequest`, checked 2026-11-20.
final class ChatRequestDecoder {
    /// The most choices in one reply.
    static final int MAX_CHOICES = 128;

    /// The most output tokens that can be asked for.
    static final int MAX_TOKENS = 10_000_000;

    private static final int MAX_TOP_LOGPROBS = 20;
    private static final List<String> EFFORTS =
            Stream.concat(
                            Arrays.stream(ReasoningEffort.values()).map(ReasoningEffort::wireName),
                            Stream.of("max"))
                    .toList();

    private ChatRequestDecoder() {}

    /// @throws dev.parlance.core.problem.ApiException `InvalidRequest` that names the field
    static ChatCall decode(JsonValue json, Dispositions dispositions) {
        return decode(json, RequestRules.OPENAI, dispositions);
    }

    /// The same under these rules.
    static ChatCall decode(JsonValue json, RequestRules rules, Dispositions dispositions) {
        FieldReader body = FieldReader.of("", json, rules);
        ModelId model = model(body);
        List<ChatMessage> messages = new MessageDecoder(dispositions).read(body);
        ToolDecoder.Tools tools = new ToolDecoder(body, dispositions).read();
        StreamOptions delivery = StreamOptions.read(body, dispositions);
        ChatRequest request =
                new ChatRequest(
                        model,
                        messages,
                        tools.tools(),
                        tools.choice(),
                        tools.parallel(),
                        ConstraintDecoder.read(body, dispositions),
                        SamplingDecoder.read(body, dispositions),
                        SamplingDecoder.stop(body, dispositions),
                        choices(body),
                        maxTokens(body),
                        topLogprobs(body),
                        effort(body, dispositions),
                        AdapterFields.extensions(
                                body,
                                KeepAliveDecoder.extensions(body, TemplateFields.read(body))));
        String tier = ServiceFields.read(body, dispositions);
        body.reportUnread(dispositions);
        return new ChatCall(request, delivery, tools.legacy(), tier);
    }

    /// The model's name in any request.
    static ModelId model(FieldReader body) {
        String name = body.requiredString("model");
        if (name.isBlank()) {
            throw Faults.value("model", "it must not be empty.");
        }
        if (name.length() > ModelId.MAX_LENGTH) {
            throw Faults.tooLong("model", ModelId.MAX_LENGTH, name.length());
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw Faults.value("model", "it has control characters.");
        }
        return new ModelId(name);
    }

    /// How many choices, in any request.
    static int choices(FieldReader body) {
        return Objects.requireNonNullElse(body.integer("n", 1, MAX_CHOICES), 1);
    }

    private static @Nullable Integer maxTokens(FieldReader body) {
        Integer completion = body.integer("max_completion_tokens", 1, MAX_TOKENS);
        Integer old = body.integer("max_tokens", 1, MAX_TOKENS);
        if (completion != null && old != null) {
            throw Faults.combination(
                    "max_tokens",
                    "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not"
                            + " supported.");
        }
        boolean all = body.flag("auto_max_new_tokens", false);
        return all ? null : completion == null ? old : completion;
    }

    private static @Nullable Integer topLogprobs(FieldReader body) {
        boolean wanted = body.flag("logprobs", false);
        Integer top = body.integer("top_logprobs", 0, MAX_TOP_LOGPROBS);
        if (top != null && !wanted) {
            throw Faults.value(
                    "top_logprobs", "'top_logprobs' is only allowed when 'logprobs' is enabled.");
        }
        return wanted ? Objects.requireNonNullElse(top, 0) : null;
    }

    private static @Nullable ReasoningEffort effort(FieldReader body, Dispositions dispositions) {
        String effort = body.word("reasoning_effort", EFFORTS);
        if (effort == null) {
            return null;
        }
        if (effort.equals("max")) {
            dispositions.add("reasoning_effort", Outcome.APPROXIMATED, "taken as xhigh");
            return ReasoningEffort.XHIGH;
        }
        return Arrays.stream(ReasoningEffort.values())
                .filter(known -> known.wireName().equals(effort))
                .findFirst()
                .orElse(null);
    }
}
