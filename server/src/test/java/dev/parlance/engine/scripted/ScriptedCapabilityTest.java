package dev.parlance.engine.scripted;

import dev.parlance.core.engine.CapabilityContract;

class ScriptedCapabilityTest extends CapabilityContract {
    ScriptedCapabilityTest() {
        super(EchoSubject.full());
    }
}
