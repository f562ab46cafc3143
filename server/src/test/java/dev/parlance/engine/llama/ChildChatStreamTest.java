package dev.parlance.engine.llama;

import dev.parlance.core.engine.ChatStreamContract;

class ChildChatStreamTest extends ChatStreamContract {
    ChildChatStreamTest() {
        super(ChildSubject.subject());
    }
}
