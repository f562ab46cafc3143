package dev.parlance.core.chat;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One message of a conversation.
///
/// @param role who speaks
/// @param name a participant's name, or `null`
/// @param content what is said, in order; empty is allowed
public record ChatMessage(Role role, @Nullable String name, List<ContentPart> content) {
    public ChatMessage {
        content = List.copyOf(content);
    }

    /// A message of plain text.
    public static ChatMessage of(Role role, String text) {
        return new ChatMessage(role, null, List.of(new ContentPart.Text(text)));
    }

    /// All plain text of this message, tool results included, joined without separators.
    public String text() {
        return content.stream()
                .map(part ->
                        switch (part) {
                            case ContentPart.Text(var text) -> text;
                            case ContentPart.ToolResult(_, var text) -> text;
                            case ContentPart.Refusal(var text) -> text;
                            case ContentPart.Image _,
                                    ContentPart.Audio _,
                                    ContentPart.File _,
                                    ContentPart.ToolUse _,
                                    ContentPart.Reasoning _,
                                    ContentPart.Unknown _ ->
                                    "";
                        })
                .collect(Collectors.joining());
    }
}
