package dev.parlance.engine.llama;

import dev.parlance.core.engine.StopSequenceContract;

class LlamaStopSequenceTest extends StopSequenceContract {
    LlamaStopSequenceTest() {
        super(BuiltinSubject.subject());
    }
}
