package dev.parlance.engine.scripted;

import dev.parlance.core.engine.TokenizerEngineContract;

class ScriptedTokenizerEngineTest extends TokenizerEngineContract {
    ScriptedTokenizerEngineTest() {
        super(EchoSubject.full());
    }
}
