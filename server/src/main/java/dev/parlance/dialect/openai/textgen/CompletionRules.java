package dev.parlance.dialect.openai.textgen;

import dev.parlance.core.call.Dispositions;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import java.math.BigDecimal;
import java.util.List;

/// The rules of completion requests beyond the form of their fields.
final class CompletionRules {
    private static final int USUAL_TOKENS = 512;
    private static final int USUAL_TOKENS_2023 = 16;

    private final Members fields;
    private final JsonObject body;
    private final boolean old;
    private final Dispositions dispositions;

    CompletionRules(Members fields, JsonObject body, boolean old, Dispositions dispositions) {
        this.fields = fields;
        this.body = body;
        this.old = old;
        this.dispositions = dispositions;
    }

    void apply() {
        prompt();
        limit();
        choices();
        TextgenRequest.limitLogprobs(fields, "logprobs", dispositions);
        if (fields.above("best_of", 1)) {
            dispositions.ignored("best_of", "every choice is shown");
        }
        fields.remove("best_of");
    }

    private void prompt() {
        JsonValue messages = fields.get("messages");
        JsonValue prompt = fields.get("prompt");
        if (prompt == null && messages instanceof JsonArray(List<JsonValue> elements)) {
            fields.put("prompt", JsonValue.of(joined(elements)));
        } else if (prompt == null) {
            List<JsonValue> at = List.of(JsonValue.of("body"), JsonValue.of("prompt"));
            throw new SchemaException(
                    List.of(new SchemaFault("missing", at, "Field required", body)));
        } else if (messages != null) {
            dispositions.ignored("messages", "there is a prompt");
        }
        fields.remove("messages");
        boolean several =
                prompt instanceof JsonArray(List<JsonValue> elements)
                        && elements.size() > 1
                        && !(elements.getFirst() instanceof JsonValue.JsonNumber);
        if (several && fields.flag("stream")) {
            throw TextgenRequest.invalid("prompt", "API Batched generation not yet supported.");
        }
    }

    private void limit() {
        if (!fields.has("max_tokens")) {
            fields.put("max_tokens", JsonValue.of(old ? USUAL_TOKENS_2023 : USUAL_TOKENS));
        }
        BigDecimal limit = fields.number("max_tokens");
        if (limit == null) {
            return;
        }
        if (limit.signum() < 0) {
            throw TextgenRequest.invalid(
                    "max_tokens", "max_tokens must be greater than or equal to 0.");
        }
        if (limit.signum() == 0 && fields.get("logprobs") == null) {
            throw TextgenRequest.invalid(
                    "max_tokens", "max_tokens is 0 but no logprobs parameter was specified.");
        }
    }

    private void choices() {
        if (!fields.above("n", 1)) {
            return;
        }
        if (old) {
            dispositions.ignored("n", "a prompt gives one choice in this profile");
            fields.remove("n");
        } else if (fields.flag("stream")) {
            throw TextgenRequest.invalid("n", "n > 1 is not supported with streaming.");
        }
    }

    /// The texts of messages that stand for a prompt, without a template.
    private static String joined(List<JsonValue> messages) {
        StringBuilder text = new StringBuilder();
        for (JsonValue message : messages) {
            switch (message instanceof JsonObject members ? members.get("content") : null) {
                case JsonString(String content) -> text.append(content);
                case JsonArray(List<JsonValue> parts) ->
                        parts.forEach(part -> text.append(text(part)));
                case null, default -> {}
            }
        }
        return text.toString();
    }

    private static String text(JsonValue part) {
        if (part instanceof JsonObject members
                && members.get("text") instanceof JsonString(String text)) {
            return text;
        }
        throw TextgenRequest.invalid(
                "messages", "messages: a completion takes texts alone; send images to a chat.");
    }
}
