package dev.parlance.engine.llama;

import dev.parlance.core.call.Disposition.Outcome;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ContentPart;
import dev.parlance.core.chat.ContentPart.ToolUse;
import dev.parlance.core.chat.Role;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.problem.ApiException;
import dev.parlance.engine.llama.reply.ReplyFormat;
import dev.parlance.wire.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The messages of one conversation as a chat template wants them. For one rendering.
final class MessageValues {
    private final ToolTraits traits;
    private final ReplyFormat format;
    private final UnaryOperator<String> guard;
    private final Dispositions dispositions;
    private final Map<String, String> toolNames = new HashMap<>();

    /// @param guard breaks up control tokens in what users and tools say
    MessageValues(
            ToolTraits traits,
            ReplyFormat format,
            UnaryOperator<String> guard,
            Dispositions dispositions) {
        this.traits = traits;
        this.format = format;
        this.guard = guard;
        this.dispositions = dispositions;
    }

    List<JsonObject> of(List<ChatMessage> messages) {
        List<JsonObject> values = new ArrayList<>();
        for (ChatMessage message : messages) {
            values.add(value(message));
        }
        return values;
    }

    private JsonObject value(ChatMessage message) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("role", JsonValue.of(role(message.role())));
        boolean theirs = message.role() == Role.USER || message.role() == Role.TOOL;
        String text = message.text();
        members.put("content", JsonValue.of(theirs ? guard.apply(text) : text));
        if (message.name() != null) {
            members.put("name", JsonValue.of(guard.apply(message.name())));
        }
        List<ToolUse> calls = new ArrayList<>();
        for (ContentPart part : message.content()) {
            switch (part) {
                case ToolUse use -> calls.add(use);
                case ContentPart.ToolResult(var id, _) -> result(id, members);
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
            calls(calls, text, members);
        }
        return new JsonObject(members);
    }

    private String role(Role role) {
        if (role == Role.DEVELOPER) {
            dispositions.add(
                    "messages.role", Outcome.TRANSLATED, "developer is system to the model");
            return Role.SYSTEM.wireName();
        }
        return role.wireName();
    }

    private void calls(List<ToolUse> calls, String text, Map<String, JsonValue> members) {
        calls.forEach(call -> toolNames.put(call.id(), call.name()));
        if (!traits.showsCalls()) {
            translated();
            String said = text.isEmpty() ? "" : text + "\n";
            members.put("content", JsonValue.of(said + guard.apply(PlainTools.calls(calls))));
            return;
        }
        if (text.isEmpty() && traits.nullContent()) {
            members.put("content", JsonNull.INSTANCE);
        }
        members.put("tool_calls", JsonValue.from(calls.stream().map(this::call).toList()));
    }

    private JsonValue call(ToolUse use) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", use.name());
        function.put("arguments", arguments(use.arguments()));
        Map<String, Object> call = new LinkedHashMap<>();
        call.put("id", format.callId(use.id()));
        call.put("type", "function");
        call.put("function", function);
        return JsonValue.from(call);
    }

    /// The arguments as the template wants them; what is no JSON stays the text that it is.
    private JsonValue arguments(String text) {
        if (!traits.objects()) {
            return JsonValue.of(guard.apply(text));
        }
        try {
            return text.isBlank() ? JsonObject.EMPTY : guarded(Json.parse(text));
        } catch (ApiException e) {
            return JsonValue.of(guard.apply(text));
        }
    }

    /// The value with its texts guarded: what a user got a model to write is the user's.
    private JsonValue guarded(JsonValue value) {
        return switch (value) {
            case JsonString(var text) -> JsonValue.of(guard.apply(text));
            case JsonArray(var values) ->
                    new JsonArray(values.stream().map(this::guarded).toList());
            case JsonObject(var members) -> {
                Map<String, JsonValue> all = new LinkedHashMap<>();
                members.forEach((key, member) -> all.put(guard.apply(key), guarded(member)));
                yield new JsonObject(all);
            }
            case JsonNull _, JsonBoolean _, JsonNumber _ -> value;
        };
    }

    private void result(String id, Map<String, JsonValue> members) {
        String name = toolNames.getOrDefault(id, "the function");
        if (traits.showsCalls()) {
            members.put("tool_call_id", JsonValue.of(format.callId(id)));
            members.putIfAbsent("name", JsonValue.of(name));
            return;
        }
        translated();
        members.put("role", JsonValue.of(Role.USER.wireName()));
        members.computeIfPresent(
                "content",
                (_, content) ->
                        content instanceof JsonString(var text)
                                ? JsonValue.of(PlainTools.result(name, text))
                                : content);
    }

    private void translated() {
        dispositions.add(
                "messages.tool_calls",
                Outcome.TRANSLATED,
                "the template of this model knows no calls; they are told in plain text");
    }
}
