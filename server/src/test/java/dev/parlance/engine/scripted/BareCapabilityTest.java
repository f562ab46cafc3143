package dev.parlance.engine.scripted;

import dev.parlance.core.engine.CapabilityContract;

class BareCapabilityTest extends CapabilityContract {
    BareCapabilityTest() {
        super(EchoSubject.bare());
    }
}
