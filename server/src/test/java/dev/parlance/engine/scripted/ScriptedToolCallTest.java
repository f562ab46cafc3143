package dev.parlance.engine.scripted;

import dev.parlance.core.engine.ToolCallContract;

class ScriptedToolCallTest extends ToolCallContract {
    ScriptedToolCallTest() {
        super(EchoSubject.full());
    }
}
