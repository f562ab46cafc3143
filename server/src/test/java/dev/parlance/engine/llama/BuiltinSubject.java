package dev.parlance.engine.llama;

import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.Role;
import dev.parlance.core.engine.EngineSubject;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.engine.llama.ffm.TestLibrary;
import dev.parlance.engine.llama.gguf.GgufArrays;
import dev.parlance.engine.llama.gguf.GgufHeader;
import dev.parlance.engine.llama.gguf.GgufReader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The built-in model as the contracts see it: real inference with real weights.
final class BuiltinSubject {
    static final ModelId MODEL = new ModelId("parlance-builtin");
    static final Path FILE = Path.of("../models/builtin/parlance-builtin.gguf");

    private BuiltinSubject() {}

    static EngineSubject subject() {
        return new EngineSubject(
                BuiltinSubject::engine,
                MODEL,
                ask("Hello"),
                ask("Hello").withSampling(Sampling.DEFAULT.withLogitBias(neverEnding())),
                null);
    }

    static LlamaEngine engine() {
        return new LlamaEngine(settings(), Clock.systemUTC());
    }

    static LlamaSettings settings() {
        return LlamaSettings.of(
                        Path.of("target", "native"),
                        List.of(),
                        List.of(ModelSource.of(MODEL, FILE)))
                .withLibrary(TestLibrary.choice())
                .withSlots(4, 512);
    }

    static ChatRequest ask(String text) {
        return ChatRequest.of(MODEL, List.of(ChatMessage.of(Role.USER, text)));
    }

    /// A bias against every control token, so that an answer goes on.
    static Map<Integer, Double> neverEnding() {
        GgufHeader header = GgufReader.read(FILE);
        Map<Integer, Double> bias = new HashMap<>();
        try (GgufArrays arrays = new GgufArrays(header)) {
            long[] types =
                    arrays.wholes(
                            Objects.requireNonNull(header.array("tokenizer.ggml.token_type")));
            for (int i = 0; i < types.length; i++) {
                if (types[i] == 3) {
                    bias.put(i, -100.0);
                }
            }
        }
        return bias;
    }
}
