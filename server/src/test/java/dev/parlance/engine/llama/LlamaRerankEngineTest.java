package dev.parlance.engine.llama;

import dev.parlance.core.engine.RerankEngineContract;

class LlamaRerankEngineTest extends RerankEngineContract {
    LlamaRerankEngineTest() {
        super(BuiltinSubject.subject());
    }
}
