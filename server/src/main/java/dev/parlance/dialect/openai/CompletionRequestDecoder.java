package dev.parlance.dialect.openai;

import dev.parlance.core.call.Dispositions;
import dev.parlance.core.chat.OutputConstraint;
import dev.parlance.core.completion.CompletionPrompt;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.completion.Infill;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.sampling.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/completions`, decoded.
///
/// Source: OpenAI's OpenAPI document, version 2.3.0, schema `CreateCompletionRequest`, checked
/// 2026-11-20.
final class CompletionRequestDecoder {
    /// The most choices of all prompts together, the candidates of `best_of` included.
    static final int MAX_CHOICES = 128;

    private static final int MAX_BEST_OF = 20;

    private CompletionRequestDecoder() {}

    /// @throws dev.parlance.core.problem.ApiException `InvalidRequest` that names the field
    static CompletionCall decode(JsonValue json, Dispositions dispositions) {
        return decode(json, RequestRules.OPENAI, dispositions);
    }

    /// The same under these rules.
    static CompletionCall decode(JsonValue json, RequestRules rules, Dispositions dispositions) {
        FieldReader body = FieldReader.of("", json, rules);
        ModelId model = ChatRequestDecoder.model(body);
        List<CompletionPrompt> prompts = prompts(body.required("prompt"));
        StreamOptions delivery = StreamOptions.read(body, dispositions);
        int choices = ChatRequestDecoder.choices(body);
        int candidates = candidates(body, choices, delivery.stream());
        if ((long) prompts.size() * candidates > MAX_CHOICES) {
            throw Faults.value(
                    "prompt",
                    prompts.size()
                            + " prompts of "
                            + candidates
                            + " choices each are more than "
                            + MAX_CHOICES
                            + " choices; send them in several requests.");
        }
        String suffix = Objects.requireNonNullElse(body.string("suffix"), "");
        boolean gap = !suffix.isEmpty() && !rules.literalSuffix();
        boolean echo = body.flag("echo", false);
        Sampling sampling = SamplingDecoder.read(body, dispositions);
        List<String> stop = SamplingDecoder.stop(body, dispositions);
        Integer maxTokens = maxTokens(body);
        Integer logprobs = body.integer("logprobs", 0, rules.maxLogprobs());
        // The best are picked by their log probabilities, asked for or not.
        Integer needed = logprobs == null && candidates > choices ? Integer.valueOf(0) : logprobs;
        OutputConstraint constraint = ConstraintDecoder.read(body, dispositions);
        ServiceFields.readUser(body, dispositions);
        JsonObject extensions =
                AdapterFields.extensions(
                        body, KeepAliveDecoder.extensions(body, TemplateFields.ofText(body)));
        TemplateFields.reportIdle(body, dispositions);
        body.reportUnread(dispositions);
        List<CompletionRequest> requests = new ArrayList<>(prompts.size());
        for (CompletionPrompt prompt : prompts) {
            requests.add(
                    new CompletionRequest(
                            model,
                            prompt,
                            gap ? Infill.before(suffix) : null,
                            echo,
                            sampling,
                            stop,
                            candidates,
                            maxTokens,
                            needed,
                            constraint,
                            extensions));
        }
        return new CompletionCall(requests, choices, logprobs != null, delivery, gap ? "" : suffix);
    }

    private static @Nullable Integer maxTokens(FieldReader body) {
        Integer limit = body.integer("max_tokens", 0, ChatRequestDecoder.MAX_TOKENS);
        boolean all = body.flag("auto_max_new_tokens", false) && !Objects.equals(limit, 0);
        return all ? null : limit == null ? body.rules().maxTokens() : limit;
    }

    /// The prompts of a field that takes one or several, as text or tokens.
    static List<CompletionPrompt> prompts(JsonValue value) {
        if (value instanceof JsonString) {
            return List.of(prompt("prompt", value));
        }
        if (!(value instanceof JsonArray(List<JsonValue> elements))) {
            throw Faults.type("prompt", "a string or an array", value);
        }
        if (elements.isEmpty()) {
            throw Faults.emptyArray("prompt");
        }
        if (elements.getFirst() instanceof JsonNumber) {
            return List.of(prompt("prompt", value));
        }
        if (elements.size() > MAX_CHOICES) {
            throw Faults.tooMany("prompt", MAX_CHOICES, elements.size());
        }
        List<CompletionPrompt> prompts = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            prompts.add(prompt("prompt[" + i + "]", elements.get(i)));
        }
        return prompts;
    }

    private static CompletionPrompt prompt(String path, JsonValue value) {
        return value instanceof JsonString(String text)
                ? new CompletionPrompt.Text(text)
                : new CompletionPrompt.Tokens(TokenIds.read(path, value));
    }

    /// How many choices to generate: `best_of`, or as many as are shown.
    private static int candidates(FieldReader body, int choices, boolean stream) {
        Integer bestOf = body.integer("best_of", 0, MAX_BEST_OF);
        if (bestOf == null || bestOf == 0 || bestOf == choices) {
            return choices;
        }
        if (bestOf < choices) {
            throw Faults.value(
                    "best_of",
                    "it must not be less than 'n' (" + choices + "), not " + bestOf + ".");
        }
        if (stream) {
            throw Faults.value(
                    "best_of",
                    "the best are known only at the end; with 'stream' it must be equal to 'n'.");
        }
        return bestOf;
    }
}
