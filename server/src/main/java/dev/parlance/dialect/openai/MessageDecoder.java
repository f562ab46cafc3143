package dev.parlance.dialect.openai;

import dev.parlance.core.call.Dispositions;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ContentPart;
import dev.parlance.core.chat.Role;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The conversation of a chat request. One instance reads one conversation, in order, since a tool
/// message must answer a call that came before it.
final class MessageDecoder {
    private static final int MAX_MESSAGES = 10_000;
    private static final int MAX_CALLS = 128;
    private static final int MAX_NAME = 256;
    private static final List<String> ROLES =
            List.of("system", "assistant", "user", "function", "tool", "developer");

    private final Dispositions dispositions;
    private final PartDecoder parts;
    private final Set<String> callIds = new HashSet<>();
    private final Map<String, String> functionCallIds = new HashMap<>();

    MessageDecoder(Dispositions dispositions) {
        this.dispositions = dispositions;
        this.parts = new PartDecoder(dispositions);
    }

    List<ChatMessage> read(FieldReader body) {
        body.required("messages");
        List<FieldReader> readers = body.objects("messages", MAX_MESSAGES);
        if (readers == null || readers.isEmpty()) {
            throw Faults.emptyArray("messages");
        }
        List<ChatMessage> messages = new ArrayList<>(readers.size());
        for (int i = 0; i < readers.size(); i++) {
            FieldReader reader = readers.get(i);
            messages.add(message(reader, i));
            reader.reportUnread(dispositions);
        }
        return messages;
    }

    private ChatMessage message(FieldReader reader, int index) {
        String role = reader.requiredWord("role", ROLES);
        String name = reader.string("name", MAX_NAME);
        return switch (role) {
            case "system" -> plain(Role.SYSTEM, name, reader);
            case "developer" -> plain(Role.DEVELOPER, name, reader);
            case "assistant" -> assistant(name, reader, index);
            case "tool" -> tool(name, reader);
            case "function" -> function(reader, index);
            default -> user(name, reader);
        };
    }

    private ChatMessage plain(Role role, @Nullable String name, FieldReader reader) {
        List<ContentPart> content =
                parts.content(reader.at("content"), reader.required("content"), PartDecoder.TEXT);
        return new ChatMessage(role, name, content);
    }

    private ChatMessage user(@Nullable String name, FieldReader reader) {
        List<ContentPart> content =
                parts.content(reader.at("content"), reader.required("content"), PartDecoder.USER);
        return new ChatMessage(Role.USER, name, content);
    }

    private ChatMessage assistant(@Nullable String name, FieldReader reader, int index) {
        List<ContentPart> content = new ArrayList<>();
        // What this server itself adds to replies comes back in the history of many clients.
        String reasoning = reader.string("reasoning_content");
        if (reasoning == null) {
            reasoning = reader.string("reasoning");
        }
        if (reasoning != null && !reasoning.isEmpty()) {
            content.add(new ContentPart.Reasoning(reasoning));
        }
        JsonValue said = reader.value("content");
        if (said != null) {
            content.addAll(parts.content(reader.at("content"), said, PartDecoder.ASSISTANT));
        }
        String refusal = reader.string("refusal");
        if (refusal != null) {
            content.add(new ContentPart.Refusal(refusal));
        }
        boolean calls = toolCalls(reader, content);
        calls |= functionCall(reader, content, index);
        FieldReader audio = reader.object("audio");
        if (audio != null) {
            dispositions.ignored(reader.at("audio"), "earlier audio replies are not kept");
        }
        if (said == null && refusal == null && audio == null && !calls) {
            throw Faults.missing(reader.at("content"));
        }
        return new ChatMessage(Role.ASSISTANT, name, content);
    }

    private boolean toolCalls(FieldReader reader, List<ContentPart> content) {
        List<FieldReader> calls = reader.objects("tool_calls", MAX_CALLS);
        if (calls == null) {
            return false;
        }
        for (FieldReader call : calls) {
            String id = call.requiredString("id");
            String type = call.string("type");
            if (type != null && !type.equals("function")) {
                throw Faults.unsupportedValue(
                        call.at("type"), type, "Only calls of type 'function' are served here.");
            }
            FieldReader function = call.requiredObject("function");
            String name = function.requiredString("name");
            String arguments = function.requiredString("arguments");
            function.reportUnread(dispositions);
            call.reportUnread(dispositions);
            callIds.add(id);
            content.add(new ContentPart.ToolUse(id, name, arguments));
        }
        return !calls.isEmpty();
    }

    /// The deprecated single call has no id; one is made up to tie the answer to it.
    private boolean functionCall(FieldReader reader, List<ContentPart> content, int index) {
        FieldReader call = reader.object("function_call");
        if (call == null) {
            return false;
        }
        String name = call.requiredString("name");
        String arguments = call.requiredString("arguments");
        call.reportUnread(dispositions);
        String id = "call_" + index;
        functionCallIds.put(name, id);
        content.add(new ContentPart.ToolUse(id, name, arguments));
        return true;
    }

    private ChatMessage tool(@Nullable String name, FieldReader reader) {
        String id = reader.requiredString("tool_call_id");
        if (!callIds.contains(id)) {
            throw Faults.value(
                    reader.at("tool_call_id"),
                    "messages with role 'tool' must answer a preceding message with 'tool_calls'; none"
                            + " has the id '"
                            + Faults.shown(id)
                            + "'.");
        }
        List<ContentPart> content =
                parts.content(reader.at("content"), reader.required("content"), PartDecoder.TEXT);
        return new ChatMessage(
                Role.TOOL, name, List.of(new ContentPart.ToolResult(id, joined(content))));
    }

    private ChatMessage function(FieldReader reader, int index) {
        String name = reader.requiredString("name");
        JsonValue content = reader.value("content");
        String text = content instanceof JsonString(String given) ? given : "";
        if (content != null && !(content instanceof JsonString)) {
            throw Faults.type(reader.at("content"), "a string", content);
        }
        String id = functionCallIds.getOrDefault(name, "call_" + index);
        return new ChatMessage(Role.TOOL, name, List.of(new ContentPart.ToolResult(id, text)));
    }

    private static String joined(List<ContentPart> content) {
        StringBuilder text = new StringBuilder();
        for (ContentPart part : content) {
            if (part instanceof ContentPart.Text(String piece)) {
                text.append(piece);
            }
        }
        return text.toString();
    }
}
