package dev.parlance.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.access.Caller;
import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Deadline;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.embedding.EmbeddingInput;
import dev.parlance.core.embedding.EmbeddingOptions;
import dev.parlance.core.embedding.EmbeddingRequest;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.KeepAlive;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.model.ModelState;
import dev.parlance.core.problem.ApiException;
import dev.parlance.engine.llama.ffm.TestLibrary;
import dev.parlance.engine.llama.gguf.TinyGguf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Engines over tiny models in a folder of their own; closed by the test.
final class LifeFixture implements AutoCloseable {
    static final ModelId A = new ModelId("a");
    static final ModelId B = new ModelId("b");
    static final ModelId C = new ModelId("c");

    private final Path folder;
    private @Nullable LlamaEngine open;

    LifeFixture(Path folder) {
        this.folder = folder;
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
        }
    }

    LlamaEngine engine(LifeSettings life, ModelSource... models) {
        LlamaEngine engine =
                new LlamaEngine(
                        LlamaSettings.of(
                                        Path.of("target", "native"),
                                        models.length == 0 ? List.of(folder) : List.of(),
                                        List.of(models))
                                .withLibrary(TestLibrary.choice())
                                .withSlots(2, 128)
                                .withLife(life),
                        Clock.systemUTC());
        open = engine;
        return engine;
    }

    Path file(String name, int seed) {
        return TinyGguf.llama(seed).write(folder.resolve(name + ".gguf"));
    }

    /// Puts a file into place as one should: whole, by a move.
    void replace(String name, TinyGguf gguf) throws IOException {
        Path part = gguf.write(folder.resolve(name + ".part"));
        Files.move(part, folder.resolve(name + ".gguf"), StandardCopyOption.REPLACE_EXISTING);
    }

    static CallContext context() {
        return context(Caller.ANONYMOUS, Duration.ofSeconds(60));
    }

    static CallContext context(Caller caller, Duration time) {
        return new CallContext(
                caller,
                "test",
                Deadline.after(time),
                CompatProfile.OPENAI,
                false,
                new Dispositions());
    }

    static float[] embed(LlamaEngine engine, CallContext context, ModelId model) {
        return embed(engine, context, model, JsonObject.EMPTY);
    }

    static float[] embed(
            LlamaEngine engine, CallContext context, ModelId model, JsonObject extensions) {
        EmbeddingRequest request =
                new EmbeddingRequest(
                        model,
                        List.of(new EmbeddingInput.Text("hello")),
                        null,
                        EmbeddingOptions.DEFAULT,
                        extensions);
        return engine.embed(context, model, request).embeddings().getFirst().values();
    }

    static ModelCard card(LlamaEngine engine, ModelId model) {
        return engine.models().stream()
                .filter(card -> card.id().equals(model))
                .findFirst()
                .orElseThrow();
    }

    static ModelState state(LlamaEngine engine, ModelId model) {
        return card(engine, model).state();
    }

    static void eventually(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 2000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    static long need(LlamaEngine engine) {
        var life = engine.models().getFirst().life();
        assertThat(life).isNotNull();
        return life == null ? 0 : life.memoryBytes();
    }

    /// A budget for this many tiny models and a half.
    LifeSettings roomFor(int models) {
        try (LlamaEngine engine = engine(LifeSettings.USUAL)) {
            return new LifeSettings(need(engine) * (2L * models + 1) / 2, KeepAlive.FOREVER);
        }
    }

    static LifeSettings kept(LifeSettings life, Duration time) {
        return new LifeSettings(life.memoryBytes(), KeepAlive.of(time));
    }

    static boolean succeeds(LlamaEngine engine, ModelId model) {
        try {
            return embed(engine, context(), model).length == 32;
        } catch (ApiException e) {
            return false;
        }
    }
}
