package dev.parlance.engine.llama;

import dev.parlance.core.engine.ChatStreamContract;

class LlamaChatStreamTest extends ChatStreamContract {
    LlamaChatStreamTest() {
        super(BuiltinSubject.subject());
    }
}
