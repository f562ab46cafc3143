package dev.parlance.engine.scripted;

import dev.parlance.core.engine.StopSequenceContract;

class ScriptedStopSequenceTest extends StopSequenceContract {
    ScriptedStopSequenceTest() {
        super(EchoSubject.full());
    }
}
