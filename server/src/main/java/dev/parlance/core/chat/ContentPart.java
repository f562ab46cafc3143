package dev.parlance.core.chat;

import dev.parlance.core.json.JsonValue;
import org.jspecify.annotations.Nullable;

/// One piece of a message.
public sealed interface ContentPart {

    /// Plain text, possibly empty.
    record Text(String text) implements ContentPart {}

    /// A picture: inline bytes in base64 with their media type, or an address.
    ///
    /// @param url a `data:` or `https:` URL as the client wrote it
    /// @param detail the client's wish for resolution, or `null`
    record Image(String url, @Nullable String detail) implements ContentPart {}

    /// Sound: base64 bytes in a named format such as `wav`.
    record Audio(String base64, String format) implements ContentPart {}

    /// A document, by id of an uploaded file or inline in base64.
    record File(@Nullable String fileId, @Nullable String filename, @Nullable String base64)
            implements ContentPart {}

    /// A call that the assistant made.
    ///
    /// @param arguments the JSON text of the arguments, as the model wrote it
    record ToolUse(String id, String name, String arguments) implements ContentPart {}

    /// The answer to the call of this id.
    record ToolResult(String toolCallId, String text) implements ContentPart {}

    /// What the assistant thought before it spoke.
    record Reasoning(String text) implements ContentPart {}

    /// The assistant's refusal to answer.
    record Refusal(String text) implements ContentPart {}

    /// A part that core does not know, passed along to engines that might.
    record Unknown(String type, JsonValue raw) implements ContentPart {}
}
