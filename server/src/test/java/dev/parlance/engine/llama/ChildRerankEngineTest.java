package dev.parlance.engine.llama;

import dev.parlance.core.engine.RerankEngineContract;

class ChildRerankEngineTest extends RerankEngineContract {
    ChildRerankEngineTest() {
        super(ChildSubject.subject());
    }
}
