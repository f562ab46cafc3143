package dev.parlance.engine.onnx;

import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.Role;
import dev.parlance.core.engine.EngineSubject;
import java.nio.file.Path;
import java.util.List;

/// The built-in embedding model as the contracts see it. It never chats.
final class OnnxSubject {
    static final Path NATIVES = Path.of("target", "native", "tokenizers");

    private OnnxSubject() {}

    static EngineSubject subject() {
        ChatRequest chat =
                ChatRequest.of(OnnxEngine.BUILTIN, List.of(ChatMessage.of(Role.USER, "Hello")));
        return new EngineSubject(OnnxSubject::engine, OnnxEngine.BUILTIN, chat, chat, null);
    }

    static OnnxEngine engine() {
        return new OnnxEngine(OnnxSettings.of(NATIVES));
    }
}
