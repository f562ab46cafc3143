package dev.parlance.core.character;

import dev.parlance.core.call.Dispositions;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ContentPart;
import dev.parlance.core.chat.Role;
import dev.parlance.core.problem.ApiException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What a conversation becomes before it is put into a prompt.
///
/// @param system the system messages at its beginning, one per line; may be empty
/// @param turns what follows, stripped of white space around each text; empty user messages are
///   gone
record History(String system, List<ChatMessage> turns) {
    History {
        turns = List.copyOf(turns);
    }

    /// The history of these messages.
    ///
    /// @throws ApiException `InvalidRequest` when nothing is left
    static History of(List<ChatMessage> messages, Dispositions dispositions) {
        int first = 0;
        while (first < messages.size() && isSystem(messages.get(first))) {
            first++;
        }
        String system =
                messages.subList(0, first).stream()
                        .map(message -> message.text().strip())
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining("\n"));
        List<ChatMessage> turns = new ArrayList<>();
        for (int i = first; i < messages.size(); i++) {
            ChatMessage message = stripped(messages.get(i));
            if (message.role() == Role.USER && isEmpty(message)) {
                dispositions.ignored("messages[" + i + "]", "it is empty");
            } else {
                turns.add(message);
            }
        }
        if (turns.isEmpty() && system.isEmpty()) {
            throw ApiException.invalid("messages", "messages: all of them are empty.");
        }
        return new History(system, turns);
    }

    static boolean isSystem(ChatMessage message) {
        return message.role() == Role.SYSTEM || message.role() == Role.DEVELOPER;
    }

    private static boolean isEmpty(ChatMessage message) {
        return message.content().stream()
                .allMatch(part -> part instanceof ContentPart.Text(var text) && text.isEmpty());
    }

    private static ChatMessage stripped(ChatMessage message) {
        if (message.content().stream().allMatch(ContentPart.Text.class::isInstance)) {
            String text = message.text().strip();
            return new ChatMessage(
                    message.role(), message.name(), List.of(new ContentPart.Text(text)));
        }
        return message;
    }

    /// These messages without the `count` oldest that are no system messages, nor the answers to
    /// calls that are gone; the last message stays.
    static List<ChatMessage> withoutOldest(List<ChatMessage> messages, int count) {
        List<ChatMessage> kept = new ArrayList<>();
        int left = count;
        for (int i = 0; i < messages.size(); i++) {
            ChatMessage message = messages.get(i);
            if (left > 0 && i < messages.size() - 1 && !isSystem(message)) {
                left--;
            } else {
                kept.add(message);
            }
        }
        Set<String> calls = new HashSet<>();
        kept.removeIf(message -> {
            boolean orphan = false;
            for (ContentPart part : message.content()) {
                if (part instanceof ContentPart.ToolUse(var id, _, _)) {
                    calls.add(id);
                } else if (part instanceof ContentPart.ToolResult(var id, _)) {
                    orphan |= !calls.contains(id);
                }
            }
            return orphan;
        });
        return kept;
    }

    /// How many messages may be dropped.
    static int droppable(List<ChatMessage> messages) {
        return (int)
                messages.subList(0, messages.size() - 1).stream()
                        .filter(message -> !isSystem(message))
                        .count();
    }
}
