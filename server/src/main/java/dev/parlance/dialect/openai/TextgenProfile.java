package dev.parlance.dialect.openai;

import dev.parlance.core.chat.ChatResult;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Supplier;

/// The reply shapes of text-generation-webui: those of its version 4, and those of November 2023,
/// whose clients read `message` in the chunks of a stream and take every event for JSON.
enum TextgenProfile implements ReplyProfile {
    CURRENT("cmpl-", "text_completion", "text_completion", "chat.completion", "\n"),
    NOV_2023("conv-", "text_completion", "text_completion.chunk", "chat.completions", "\r\n");

    private static final DateTimeFormatter PING_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    private final String completionPrefix;
    private final String completionObject;
    private final String completionChunk;
    private final String chatObject;
    private final String newline;

    TextgenProfile(
            String completionPrefix,
            String completionObject,
            String completionChunk,
            String chatObject,
            String newline) {
        this.completionPrefix = completionPrefix;
        this.completionObject = completionObject;
        this.completionChunk = completionChunk;
        this.chatObject = chatObject;
        this.newline = newline;
    }

    /// True for the shapes of 2023.
    boolean old() {
        return this == NOV_2023;
    }

    /// What `object` says of a whole completion.
    String completionObject() {
        return completionObject;
    }

    /// What `object` says of a completion's chunks.
    String completionChunk() {
        return completionChunk;
    }

    /// What `object` says of a whole chat reply.
    String chatObject() {
        return chatObject;
    }

    /// What `object` says of a chat reply's chunks.
    String chatChunk() {
        return chatObject + ".chunk";
    }

    /// What ends the lines of event streams.
    String newline() {
        return newline;
    }

    @Override
    public Supplier<byte[]> comment(Stamps stamps) {
        return () -> {
            String time = PING_TIME.format(stamps.clock().instant().atOffset(ZoneOffset.UTC));
            return (": ping - " + time + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        };
    }

    @Override
    public ReplyHead chatHead(Stamps stamps) {
        return stamps.numberedHead("chatcmpl-");
    }

    @Override
    public ReplyHead completionHead(Stamps stamps) {
        return stamps.numberedHead(completionPrefix);
    }

    @Override
    public byte[] chat(ChatResult result, ReplyHead head, ChatCall call) {
        return new TextgenReplies(this, head).chat(result, call);
    }

    @Override
    public EventEncoder chatEvents(ReplyHead head, ChatCall call, Stamps stamps) {
        return new TextgenChatEvents(this, head, call);
    }

    @Override
    public byte[] completion(ChatResult result, ReplyHead head, CompletionCall call) {
        return new TextgenReplies(this, head).completion(result, call);
    }

    @Override
    public EventEncoder completionEvents(ReplyHead head, CompletionCall call, Stamps stamps) {
        return new TextgenCompletionEvents(this, head, call);
    }
}
