package dev.parlance.engine.llama;

import dev.parlance.core.engine.CapabilityContract;

class ChildCapabilityTest extends CapabilityContract {
    ChildCapabilityTest() {
        super(ChildSubject.subject());
    }
}
