package dev.parlance.engine.llama;

import dev.parlance.core.engine.CapabilityContract;

class LlamaCapabilityTest extends CapabilityContract {
    LlamaCapabilityTest() {
        super(BuiltinSubject.subject());
    }
}
