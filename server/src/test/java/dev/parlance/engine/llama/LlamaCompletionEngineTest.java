package dev.parlance.engine.llama;

import dev.parlance.core.engine.CompletionEngineContract;

class LlamaCompletionEngineTest extends CompletionEngineContract {
    LlamaCompletionEngineTest() {
        super(BuiltinSubject.subject());
    }
}
