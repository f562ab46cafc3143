package dev.parlance.engine.llama;

import dev.parlance.core.engine.CompletionEngineContract;

class ChildCompletionEngineTest extends CompletionEngineContract {
    ChildCompletionEngineTest() {
        super(ChildSubject.subject());
    }
}
