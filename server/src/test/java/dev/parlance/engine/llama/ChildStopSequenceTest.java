package dev.parlance.engine.llama;

import dev.parlance.core.engine.StopSequenceContract;

class ChildStopSequenceTest extends StopSequenceContract {
    ChildStopSequenceTest() {
        super(ChildSubject.subject());
    }
}
