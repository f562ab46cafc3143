package dev.parlance.transcript;

import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatEvent.Finished;
import dev.parlance.core.chat.ChatEvent.ReasoningDelta;
import dev.parlance.core.chat.ChatEvent.Started;
import dev.parlance.core.chat.ChatEvent.TextDelta;
import dev.parlance.core.chat.ChatEvent.ToolCallDelta;
import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.chat.TokenLogprob;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.moderation.ModerationCategory;
import dev.parlance.core.moderation.ModerationResult;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem;
import dev.parlance.core.tokens.TextToken;
import dev.parlance.core.usage.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What one event line of a script means.
///
/// `{"started": "model", "fingerprint": "fp"}`, `{"text": "Hi", "choice": 0, "logprobs": [["Hi",
/// -0.5, [["Ho", -1]]]]}` (a token may end with its id: `["Ho", -1, 7]`, `["Hi", -0.5, [], 5]`),
/// `{"reasoning": "..."}`, `{"tool": 0, "id": "call_1", "name": "f", "arguments": "{}"}`,
/// `{"finished": ["stop"], "input": 5, "output": 2}`, `{"fail": "overloaded"}`, `{"crash": true}`.
/// Lines that are no events: `{"wait_ms": 20}`, `{"block": true}` (until closed), `{"refuse":
/// "overloaded"}` (before the stream opens), `{"ignored": "field", "reason": "..."}`,
/// `{"embedding": [0.5]}`, `{"relevance": 0.5}`, `{"candidate": "Hi", "id": 5, "logprob": -0.5}`,
/// `{"moderation": {"hate": 0.9}}`.
final class Played {
    private Played() {}

    /// The event, or the exception that stands in its place.
    static ChatEvent event(Line line) {
        int choice = line.number("choice");
        if (line.has("started")) {
            return new Started(new ModelId(line.text("started")), line.text("fingerprint"));
        }
        if (line.has("text")) {
            return new TextDelta(choice, line.text("text"), logprobs(line.list("logprobs")));
        }
        if (line.has("reasoning")) {
            return new ReasoningDelta(choice, line.text("reasoning"));
        }
        if (line.has("tool")) {
            String arguments = line.text("arguments");
            return new ToolCallDelta(
                    choice,
                    line.number("tool"),
                    line.text("id"),
                    line.text("name"),
                    arguments == null ? "" : arguments);
        }
        if (line.has("finished")) {
            return new Finished(reasons(line), usage(line));
        }
        if (line.has("fail")) {
            throw new ApiException(problem(line.text("fail")));
        }
        throw new IllegalStateException("a defect, on purpose");
    }

    static Usage usage(Line line) {
        return new Usage(
                line.number("input"),
                line.number("output"),
                line.number("cached"),
                line.number("reasoning_tokens"),
                line.flag("estimated"));
    }

    static TextToken token(int id, String text) {
        return new TextToken(id, bytes(text));
    }

    /// The scores that are named, the others low; found is what has more than a half.
    static ModerationResult.Verdict verdict(Line line) {
        Map<ModerationCategory, Double> scores = new EnumMap<>(ModerationCategory.class);
        for (ModerationCategory category : ModerationCategory.values()) {
            String name = category.wireName();
            scores.put(category, line.has(name) ? line.decimal(name) : 0.01);
        }
        return new ModerationResult.Verdict(
                scores,
                scores.keySet().stream()
                        .filter(category -> scores.get(category) > 0.5)
                        .collect(Collectors.toSet()));
    }

    static float[] vector(Line line) {
        List<JsonValue> values = line.list("embedding");
        float[] vector = new float[values.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = ((JsonNumber) values.get(i)).value().floatValue();
        }
        return vector;
    }

    static ApiProblem problem(String name) {
        return switch (name) {
            case "overloaded" ->
                    new ApiProblem.Overloaded(Duration.ofMillis(1500), "The model is busy.");
            case "rate_limited" -> new ApiProblem.RateLimited(Duration.ofSeconds(7), "requests");
            case "budget" -> new ApiProblem.BudgetExhausted("team a");
            case "context" -> new ApiProblem.ContextTooLong("messages", 5000, 4096);
            case "filtered" -> new ApiProblem.ContentFiltered("The output was filtered.");
            case "upstream" ->
                    new ApiProblem.UpstreamFailed("remote", 500, "The provider 'remote' failed.");
            case "deadline" -> new ApiProblem.DeadlineExceeded("decode");
            case "not_implemented" -> new ApiProblem.NotImplemented("Not served here.");
            case "internal" -> new ApiProblem.Internal("00000000");
            default -> throw new IllegalArgumentException("no problem is called " + name);
        };
    }

    private static List<FinishReason> reasons(Line line) {
        return line.texts("finished").stream()
                .map(word -> FinishReason.valueOf(word.toUpperCase(Locale.ROOT)))
                .toList();
    }

    private static List<TokenLogprob> logprobs(List<JsonValue> tokens) {
        List<TokenLogprob> logprobs = new ArrayList<>();
        for (JsonValue token : tokens) {
            List<JsonValue> parts = ((JsonValue.JsonArray) token).values();
            List<TokenLogprob.Alternative> top =
                    parts.size() < 3 || !(parts.get(2) instanceof JsonValue.JsonArray)
                            ? List.of()
                            : ((JsonValue.JsonArray) parts.get(2))
                                    .values().stream().map(Played::alternative).toList();
            TokenLogprob.Alternative self = alternative(token);
            logprobs.add(
                    new TokenLogprob(self.token(), self.bytes(), self.logprob(), top, self.id()));
        }
        return logprobs;
    }

    private static TokenLogprob.Alternative alternative(JsonValue token) {
        List<JsonValue> parts = ((JsonValue.JsonArray) token).values();
        String text = ((JsonValue.JsonString) parts.get(0)).value();
        double logprob =
                parts.get(1) instanceof JsonNumber(var number) ? number.doubleValue() : Double.NaN;
        Integer id =
                parts.getLast() instanceof JsonNumber(var number) && parts.size() > 2
                        ? number.intValue()
                        : null;
        return new TokenLogprob.Alternative(text, bytes(text), logprob, id);
    }

    private static List<Integer> bytes(String text) {
        List<Integer> bytes = new ArrayList<>();
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(value & 0xff);
        }
        return bytes;
    }
}
