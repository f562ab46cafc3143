package dev.parlance.engine.llama;

import dev.parlance.core.engine.ChatEngineContract;

class LlamaChatEngineTest extends ChatEngineContract {
    LlamaChatEngineTest() {
        super(BuiltinSubject.subject());
    }
}
