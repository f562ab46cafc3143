package dev.parlance.engine.onnx;

import dev.parlance.core.engine.CapabilityContract;

class OnnxCapabilityTest extends CapabilityContract {
    OnnxCapabilityTest() {
        super(OnnxSubject.subject());
    }
}
