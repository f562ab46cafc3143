package dev.parlance.engine.scripted;

import dev.parlance.core.engine.ChatStreamContract;

class ScriptedChatStreamTest extends ChatStreamContract {
    ScriptedChatStreamTest() {
        super(EchoSubject.full());
    }
}
