package dev.parlance.engine.llama;

import dev.parlance.core.engine.ToolCallContract;

class LlamaToolCallTest extends ToolCallContract {
    LlamaToolCallTest() {
        super(BuiltinSubject.subject());
    }
}
