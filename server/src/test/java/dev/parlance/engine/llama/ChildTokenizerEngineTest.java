package dev.parlance.engine.llama;

import dev.parlance.core.engine.TokenizerEngineContract;

class ChildTokenizerEngineTest extends TokenizerEngineContract {
    ChildTokenizerEngineTest() {
        super(ChildSubject.subject());
    }
}
