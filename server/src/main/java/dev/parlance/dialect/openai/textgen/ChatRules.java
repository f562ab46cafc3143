package dev.parlance.dialect.openai.textgen;

import dev.parlance.core.call.Dispositions;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// The rules of chat requests beyond the form of their fields, but for the conversation's own.
final class ChatRules {
    private static final int USUAL_LOGPROBS = 5;
    private static final Set<String> EFFORTS =
            Set.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

    private final Members fields;
    private final boolean old;
    private final Dispositions dispositions;

    ChatRules(Members fields, boolean old, Dispositions dispositions) {
        this.fields = fields;
        this.old = old;
        this.dispositions = dispositions;
    }

    void apply() {
        refuseFunctions();
        limit();
        logprobs();
        tools();
        effort();
        if (fields.above("n", 1)) {
            dispositions.ignored("n", "a chat gives one choice in this profile");
        }
        fields.remove("n");
    }

    private void refuseFunctions() {
        for (String name : List.of("functions", "function_call")) {
            JsonValue value = fields.get(name);
            boolean empty =
                    value == null
                            || value.equals(new JsonArray(List.of()))
                            || value.equals(JsonValue.of(""))
                            || value.equals(JsonObject.EMPTY);
            if (!empty) {
                throw TextgenRequest.invalid(name, name + " is not supported.");
            }
            fields.remove(name);
        }
    }

    private void limit() {
        BigDecimal limit = fields.number("max_tokens");
        BigDecimal other = fields.number("max_completion_tokens");
        if (limit == null) {
            limit = other;
        } else if (other != null && other.compareTo(limit) != 0) {
            dispositions.ignored("max_completion_tokens", "given as max_tokens too");
        }
        fields.remove("max_completion_tokens");
        fields.remove("max_tokens");
        if (limit == null || (old && limit.signum() == 0)) {
            return;
        }
        if (limit.signum() <= 0) {
            throw TextgenRequest.invalid("max_tokens", "max_tokens must be greater than 0.");
        }
        fields.put("max_tokens", new JsonValue.JsonNumber(limit));
    }

    private void logprobs() {
        if (!fields.flag("logprobs")) {
            if (fields.get("top_logprobs") != null) {
                dispositions.ignored("top_logprobs", "'logprobs' is not true");
            }
            fields.remove("top_logprobs");
            return;
        }
        BigDecimal top =
                Objects.requireNonNullElse(
                        fields.number("top_logprobs"), BigDecimal.valueOf(USUAL_LOGPROBS));
        fields.put("top_logprobs", new JsonValue.JsonNumber(top.max(BigDecimal.ONE)));
        TextgenRequest.limitLogprobs(fields, "top_logprobs", dispositions);
    }

    private void tools() {
        List<JsonValue> tools =
                fields.get("tools") instanceof JsonArray(var elements) ? elements : List.of();
        for (int i = 0; i < tools.size(); i++) {
            if (!isTool(tools.get(i))) {
                throw TextgenRequest.invalid(
                        "tools", "Invalid tool specification at index " + i + ".");
            }
        }
        JsonValue choice = fields.get("tool_choice");
        boolean asks =
                choice != null
                        && !choice.equals(JsonValue.of("none"))
                        && !choice.equals(JsonValue.of("auto"));
        if (tools.isEmpty() && asks) {
            dispositions.ignored("tool_choice", "there are no tools");
            fields.remove("tool_choice");
        }
    }

    private static boolean isTool(JsonValue value) {
        return value instanceof JsonObject tool
                && JsonValue.of("function").equals(tool.get("type"))
                && tool.get("function") instanceof JsonObject function
                && function.get("name") instanceof JsonString(String name)
                && !name.isEmpty();
    }

    /// A word for the effort that only the template can know is a variable of it.
    private void effort() {
        if (!(fields.get("reasoning_effort") instanceof JsonString(String effort))
                || EFFORTS.contains(effort)) {
            return;
        }
        JsonValue given = fields.get("chat_template_kwargs");
        JsonObject variables = given instanceof JsonObject members ? members : JsonObject.EMPTY;
        if (variables.get("reasoning_effort") == null) {
            fields.put(
                    "chat_template_kwargs",
                    variables.with("reasoning_effort", JsonValue.of(effort)));
        }
        fields.remove("reasoning_effort");
    }
}
