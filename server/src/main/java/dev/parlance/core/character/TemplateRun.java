package dev.parlance.core.character;

import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ContentPart;
import dev.parlance.core.chat.Role;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import dev.parlance.core.prompt.ChatTemplate;
import dev.parlance.core.prompt.TemplateException;
import dev.parlance.core.prompt.TemplateLimits;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A chat template that a request brings along or names, run outside any engine. Thread-safe.
///
/// Not what a model is given: an engine renders its own prompts and knows its model's tokens.
public final class TemplateRun {
    // Where a message that is to be continued ends; not in any text that people write.
    private static final char END = '\uE0FF';

    private static final String FIELD = "chat_template";

    private final ChatTemplate template;
    private final String field;

    private TemplateRun(ChatTemplate template, String field) {
        this.template = template;
        this.field = field;
    }

    /// The template of this source.
    ///
    /// @param field the request field that it comes from
    /// @throws ApiException `InvalidRequest` when it is no template
    public static TemplateRun of(String source, String field) {
        try {
            return new TemplateRun(ChatTemplate.parse(source, TemplateLimits.DEFAULT), field);
        } catch (TemplateException e) {
            throw problem(field, e);
        }
    }

    /// The prompt of a request that brings its template along, as an engine without models reads
    /// it; `null` when it brings none.
    ///
    /// @throws ApiException `InvalidRequest` when the template cannot be used
    public static @Nullable String prompt(ChatRequest request, Clock clock) {
        JsonObject extensions = request.extensions();
        if (!(extensions.get(FIELD) instanceof JsonString(var source))) {
            return null;
        }
        TemplateRun run = of(source, FIELD);
        Map<String, JsonValue> variables =
                extensions.get("chat_template_kwargs") instanceof JsonObject(var given)
                        ? given
                        : Map.of();
        if (JsonValue.of(true).equals(extensions.get("continue_final_message"))) {
            return run.continued(request.messages(), variables, clock);
        }
        boolean answers = !JsonValue.of(false).equals(extensions.get("add_generation_prompt"));
        return run.text(request.messages(), variables, answers, clock);
    }

    /// The text of these messages.
    ///
    /// @param variables what the template has besides messages
    /// @param answers true to open the assistant's turn at the end
    /// @throws ApiException `InvalidRequest` when the template refuses, fails or runs too long
    public String text(
            List<ChatMessage> messages,
            Map<String, JsonValue> variables,
            boolean answers,
            Clock clock) {
        try {
            return rendered(messages, variables, answers, clock);
        } catch (TemplateException e) {
            throw problem(field, e);
        }
    }

    /// The same text, cut after the content of the last message.
    ///
    /// @throws ApiException as [#text], and when the template does not show that message
    public String continued(
            List<ChatMessage> messages, Map<String, JsonValue> variables, Clock clock) {
        List<ChatMessage> open = new ArrayList<>(messages);
        ChatMessage last = open.removeLast();
        open.add(ChatMessage.of(last.role(), last.text() + END));
        String text = text(open, variables, false, clock);
        int end = text.lastIndexOf(END);
        if (end < 0) {
            throw ApiException.invalid(field, "The template does not show the last message.");
        }
        return text.substring(0, end);
    }

    /// The same without a promise: what the template throws comes as it is.
    String rendered(
            List<ChatMessage> messages,
            Map<String, JsonValue> variables,
            boolean answers,
            Clock clock) {
        Map<String, JsonValue> all = new LinkedHashMap<>(variables);
        all.put("messages", new JsonArray(messages.stream().map(TemplateRun::value).toList()));
        all.put("add_generation_prompt", JsonValue.of(answers));
        all.putIfAbsent("bos_token", JsonValue.of(""));
        all.putIfAbsent("eos_token", JsonValue.of(""));
        return template.render(all, clock);
    }

    static ApiException problem(String field, TemplateException e) {
        return new ApiException(
                new InvalidRequest(
                        field, "The template of '" + field + "' cannot be used: " + e.getMessage()),
                e);
    }

    private static JsonValue value(ChatMessage message) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        Role role = message.role() == Role.DEVELOPER ? Role.SYSTEM : message.role();
        members.put("role", JsonValue.of(role.wireName()));
        members.put("content", JsonValue.of(message.text()));
        List<JsonValue> calls = new ArrayList<>();
        for (ContentPart part : message.content()) {
            if (part instanceof ContentPart.ToolUse(var id, var name, var arguments)) {
                calls.add(call(id, name, arguments));
            }
        }
        if (!calls.isEmpty()) {
            members.put("tool_calls", new JsonArray(calls));
        }
        return new JsonObject(members);
    }

    private static JsonValue call(String id, String name, String arguments) {
        return JsonValue.from(
                Map.of(
                        "id",
                        id,
                        "type",
                        "function",
                        "function",
                        Map.of("name", name, "arguments", arguments)));
    }
}
