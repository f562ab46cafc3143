package dev.parlance.engine.scripted;

import dev.parlance.core.engine.CompletionEngineContract;

class ScriptedCompletionEngineTest extends CompletionEngineContract {
    ScriptedCompletionEngineTest() {
        super(EchoSubject.full());
    }
}
