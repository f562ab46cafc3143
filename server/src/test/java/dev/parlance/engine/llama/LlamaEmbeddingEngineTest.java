package dev.parlance.engine.llama;

import dev.parlance.core.engine.EmbeddingEngineContract;

class LlamaEmbeddingEngineTest extends EmbeddingEngineContract {
    LlamaEmbeddingEngineTest() {
        super(BuiltinSubject.subject());
    }
}
