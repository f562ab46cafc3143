package dev.parlance.engine.llama;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Disposition.Outcome;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ContentPart;
import dev.parlance.core.chat.Role;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import dev.parlance.core.problem.ApiProblem.UpstreamFailed;
import dev.parlance.core.prompt.ChatTemplate;
import dev.parlance.core.prompt.TemplateException;
import dev.parlance.core.prompt.TemplateLimits;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Turns a conversation into a prompt by the model's own chat template. Thread-safe.
final class ChatPrompt {
    // A template that cannot be parsed spoils chat, not the whole model.
    private final Supplier<ChatTemplate> template;
    private final SpecialTokens specials;
    private final String bosText;
    private final String eosText;

    /// @param source the template in Jinja
    ChatPrompt(String source, SpecialTokens specials, String bosText, String eosText) {
        this.template = parsed(source);
        this.specials = specials;
        this.bosText = bosText;
        this.eosText = eosText;
    }

    private static Supplier<ChatTemplate> parsed(String source) {
        try {
            ChatTemplate template = ChatTemplate.parse(source, TemplateLimits.DEFAULT);
            return () -> template;
        } catch (TemplateException e) {
            return () -> {
                throw new ApiException(
                        new UpstreamFailed(
                                LlamaEngine.NAME,
                                null,
                                "The chat template in the model's file cannot be used: "
                                        + e.getMessage()
                                        + ". Text completion works without it."),
                        e);
            };
        }
    }

    /// The prompt in pieces, each to be split into tokens by itself: cut where a user spelled out a
    /// control token.
    ///
    /// @param clock for templates that tell the model the date
    /// @throws ApiException `InvalidRequest` with the template's own words when it refuses
    List<String> render(CallContext context, ChatRequest request, Clock clock) {
        char mark =
                SpecialTokens.mark(request.messages().stream().map(ChatPrompt::allText).toList());
        List<JsonValue> messages = new ArrayList<>();
        for (ChatMessage message : request.messages()) {
            messages.add(message(context, message, mark));
        }
        Map<String, JsonValue> variables = new LinkedHashMap<>();
        variables.put("messages", new JsonArray(messages));
        variables.put("add_generation_prompt", JsonValue.of(true));
        variables.put("bos_token", JsonValue.of(bosText));
        variables.put("eos_token", JsonValue.of(eosText));
        try {
            return SpecialTokens.pieces(template.get().render(variables, clock), mark);
        } catch (TemplateException e) {
            throw new ApiException(
                    new InvalidRequest(
                            "messages",
                            "The model's chat template cannot render this conversation: "
                                    + e.getMessage()),
                    e);
        }
    }

    private JsonObject message(CallContext context, ChatMessage message, char mark) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("role", JsonValue.of(role(context, message.role())));
        boolean theirs = message.role() == Role.USER || message.role() == Role.TOOL;
        String text = message.text();
        members.put("content", JsonValue.of(theirs ? specials.guard(text, mark) : text));
        if (message.name() != null) {
            members.put("name", JsonValue.of(specials.guard(message.name(), mark)));
        }
        List<JsonValue> calls = new ArrayList<>();
        for (ContentPart part : message.content()) {
            switch (part) {
                case ContentPart.ToolUse use -> calls.add(call(use));
                case ContentPart.ToolResult(var id, _) ->
                        members.put("tool_call_id", JsonValue.of(id));
                case ContentPart.Reasoning(var thought) ->
                        members.put("reasoning_content", JsonValue.of(thought));
                case ContentPart.Text _,
                        ContentPart.Refusal _,
                        ContentPart.Image _,
                        ContentPart.Audio _,
                        ContentPart.File _,
                        ContentPart.Unknown _ -> {}
            }
        }
        if (!calls.isEmpty()) {
            members.put("tool_calls", new JsonArray(calls));
        }
        return new JsonObject(members);
    }

    private String role(CallContext context, Role role) {
        if (role == Role.DEVELOPER) {
            context.dispositions()
                    .add("messages.role", Outcome.TRANSLATED, "developer is system to the model");
            return Role.SYSTEM.wireName();
        }
        return role.wireName();
    }

    private static JsonValue call(ContentPart.ToolUse use) {
        return JsonValue.from(
                Map.of(
                        "id",
                        use.id(),
                        "type",
                        "function",
                        "function",
                        Map.of("name", use.name(), "arguments", use.arguments())));
    }

    private static String allText(ChatMessage message) {
        return message.name() == null ? message.text() : message.name() + message.text();
    }
}
