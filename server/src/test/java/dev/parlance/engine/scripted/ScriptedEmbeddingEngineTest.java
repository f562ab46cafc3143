package dev.parlance.engine.scripted;

import dev.parlance.core.engine.EmbeddingEngineContract;

class ScriptedEmbeddingEngineTest extends EmbeddingEngineContract {
    ScriptedEmbeddingEngineTest() {
        super(EchoSubject.full());
    }
}
