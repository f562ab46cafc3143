package dev.parlance.engine.llama;

import dev.parlance.core.engine.TokenizerEngineContract;

class LlamaTokenizerEngineTest extends TokenizerEngineContract {
    LlamaTokenizerEngineTest() {
        super(BuiltinSubject.subject());
    }
}
