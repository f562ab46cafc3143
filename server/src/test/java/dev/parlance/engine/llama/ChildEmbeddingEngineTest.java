package dev.parlance.engine.llama;

import dev.parlance.core.engine.EmbeddingEngineContract;

class ChildEmbeddingEngineTest extends EmbeddingEngineContract {
    ChildEmbeddingEngineTest() {
        super(ChildSubject.subject());
    }
}
