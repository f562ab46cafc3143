package dev.parlance.dialect.openai;

import dev.parlance.core.chat.ChatResult;

/// OpenAI's own reply shapes.
enum OpenAiProfile implements ReplyProfile {
    INSTANCE;

    @Override
    public ReplyHead chatHead(Stamps stamps) {
        return stamps.head("chatcmpl-");
    }

    @Override
    public ReplyHead completionHead(Stamps stamps) {
        return stamps.head("cmpl-");
    }

    @Override
    public byte[] chat(ChatResult result, ReplyHead head, ChatCall call) {
        return ChatReplyEncoder.encode(result, head, call);
    }

    @Override
    public EventEncoder chatEvents(ReplyHead head, ChatCall call, Stamps stamps) {
        return new ChatEventEncoder(head, call, stamps);
    }

    @Override
    public byte[] completion(ChatResult result, ReplyHead head, CompletionCall call) {
        return CompletionReplyEncoder.encode(result, head, call);
    }

    @Override
    public EventEncoder completionEvents(ReplyHead head, CompletionCall call, Stamps stamps) {
        return new CompletionEventEncoder(head, call, stamps);
    }
}
