package dev.parlance.engine.scripted;

import dev.parlance.core.engine.RerankEngineContract;

class ScriptedRerankEngineTest extends RerankEngineContract {
    ScriptedRerankEngineTest() {
        super(EchoSubject.full());
    }
}
