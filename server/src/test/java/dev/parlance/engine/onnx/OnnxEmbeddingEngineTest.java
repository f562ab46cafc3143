package dev.parlance.engine.onnx;

import dev.parlance.core.engine.EmbeddingEngineContract;

class OnnxEmbeddingEngineTest extends EmbeddingEngineContract {
    OnnxEmbeddingEngineTest() {
        super(OnnxSubject.subject());
    }
}
