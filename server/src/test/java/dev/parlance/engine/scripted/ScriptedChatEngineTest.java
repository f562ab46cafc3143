package dev.parlance.engine.scripted;

import dev.parlance.core.engine.ChatEngineContract;

class ScriptedChatEngineTest extends ChatEngineContract {
    ScriptedChatEngineTest() {
        super(EchoSubject.full());
    }
}
