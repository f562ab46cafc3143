package dev.parlance.engine.llama;

import dev.parlance.core.access.Caller;
import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Deadline;
import dev.parlance.core.call.Disposition;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.chat.ChatAccumulator;
import dev.parlance.core.chat.ChatResult;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.embedding.EmbeddingInput;
import dev.parlance.core.embedding.EmbeddingOptions;
import dev.parlance.core.embedding.EmbeddingRequest;
import dev.parlance.core.engine.EngineMeter;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelId;
import dev.parlance.engine.llama.ffm.TestLibrary;
import dev.parlance.engine.llama.gguf.TinyGguf;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// An engine with one small model called `tiny`, and what tests ask it. Closed by the test.
final class TinyEngine implements AutoCloseable {
    static final ModelId TINY = new ModelId("tiny");

    final LlamaEngine engine;
    private Dispositions dispositions = new Dispositions();

    /// @param slots replies at the same time
    /// @param tokens of each
    TinyEngine(Path folder, TinyGguf model, int slots, int tokens) {
        this(folder, model, slots, tokens, EngineMeter.NONE);
    }

    /// @param meter told what the engine computes, by the model's thread
    TinyEngine(Path folder, TinyGguf model, int slots, int tokens, EngineMeter meter) {
        model.write(folder.resolve("tiny.gguf"));
        this.engine =
                new LlamaEngine(
                        LlamaSettings.of(Path.of("target", "native"), List.of(folder), List.of())
                                .withLibrary(TestLibrary.choice())
                                .withSlots(slots, tokens),
                        Clock.systemUTC(),
                        meter);
    }

    ModelCard card() {
        return engine.models().getFirst();
    }

    /// A new call's context, whose dispositions [#dispositions] gives from then on.
    CallContext context() {
        dispositions = new Dispositions();
        return new CallContext(
                Caller.ANONYMOUS,
                "test",
                Deadline.after(Duration.ofSeconds(60)),
                CompatProfile.OPENAI,
                false,
                dispositions);
    }

    /// What the last call reported, as `field: reason`.
    List<String> dispositions() {
        return dispositions.entries().stream()
                .map((Disposition entry) -> entry.field() + ": " + entry.reason())
                .toList();
    }

    List<float[]> embed(EmbeddingOptions options, EmbeddingInput... inputs) {
        EmbeddingRequest request =
                new EmbeddingRequest(TINY, List.of(inputs), null, options, JsonObject.EMPTY);
        return engine.embed(context(), TINY, request).embeddings().stream()
                .map(embedding -> embedding.values())
                .toList();
    }

    float[] embed(String text) {
        return embed(EmbeddingOptions.DEFAULT, new EmbeddingInput.Text(text)).getFirst();
    }

    ChatResult complete(CompletionRequest request) {
        try (ChatStream stream = engine.complete(context(), TINY, request)) {
            return ChatAccumulator.drain(stream);
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
