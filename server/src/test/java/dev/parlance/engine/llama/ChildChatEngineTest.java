package dev.parlance.engine.llama;

import dev.parlance.core.engine.ChatEngineContract;

class ChildChatEngineTest extends ChatEngineContract {
    ChildChatEngineTest() {
        super(ChildSubject.subject());
    }
}
