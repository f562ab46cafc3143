package dev.parlance.engine.onnx;

import dev.parlance.core.engine.RerankEngineContract;

class OnnxRerankEngineTest extends RerankEngineContract {
    OnnxRerankEngineTest() {
        super(OnnxSubject.subject());
    }
}
