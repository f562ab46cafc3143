package dev.parlance.bench;

import dev.parlance.core.access.Caller;
import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Deadline;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.completion.CompletionPrompt;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.engine.llama.Batching;
import dev.parlance.engine.llama.LifeSettings;
import dev.parlance.engine.llama.LlamaEngine;
import dev.parlance.engine.llama.LlamaSettings;
import dev.parlance.engine.llama.ModelSource;
import dev.parlance.engine.llama.Offload;
import dev.parlance.engine.llama.natives.LibraryChoice;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The engine at work: completions of tokens, greedily, that never end by themselves.
final class EngineRun implements AutoCloseable {
    static final int SLOTS = 8;
    static final int SLOT_TOKENS = 1024;
    static final int BATCH = 512;
    private static final ModelId MODEL = new ModelId("bench");

    private final LlamaEngine engine;
    private int fresh = 10_000;

    EngineRun(Path file, Path library, Path unpacked, int threads) {
        engine =
                new LlamaEngine(
                        new LlamaSettings(
                                unpacked,
                                LibraryChoice.named(library),
                                List.of(),
                                List.of(ModelSource.of(MODEL, file)),
                                threads,
                                SLOTS,
                                SLOT_TOKENS,
                                BATCH,
                                true,
                                LifeSettings.USUAL,
                                Batching.DEFAULT,
                                Offload.USUAL),
                        Clock.systemUTC());
    }

    /// Seconds for a prompt that nobody has sent before, and one token.
    double prefill(int tokens) {
        List<Integer> prompt = prompt(fresh++, tokens);
        long start = System.nanoTime();
        complete(prompt, 1);
        return (System.nanoTime() - start) / 1e9;
    }

    /// Seconds to the first token.
    ///
    /// @param cached true when all but the last twelve tokens have been computed before
    double firstToken(int tokens, boolean cached) {
        List<Integer> prompt = prompt(fresh++, tokens);
        if (cached) {
            complete(prompt.subList(0, tokens - 12), 1);
        }
        long start = System.nanoTime();
        try (ChatStream stream = engine.complete(context(), MODEL, request(prompt, 4))) {
            while (!(stream.next() instanceof ChatEvent.TextDelta)) {
                // Until there is text.
            }
            return (System.nanoTime() - start) / 1e9;
        }
    }

    /// Seconds for this many streams side by side, each with a prompt of its own.
    double decode(int streams, int tokens, int promptTokens) {
        long start = System.nanoTime();
        List<Thread> running = new ArrayList<>();
        for (int s = 0; s < streams; s++) {
            List<Integer> own = prompt(s, promptTokens);
            running.add(Thread.ofVirtual().start(() -> complete(own, tokens)));
        }
        for (Thread thread : running) {
            join(thread);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private void complete(List<Integer> prompt, int tokens) {
        int used = 0;
        try (ChatStream stream = engine.complete(context(), MODEL, request(prompt, tokens))) {
            while (stream.hasNext()) {
                if (stream.next() instanceof ChatEvent.Finished finished) {
                    used = finished.usage().outputTokens();
                }
            }
        }
        if (used != tokens) {
            throw new IllegalStateException("the engine stopped after " + used + " tokens");
        }
    }

    private static CompletionRequest request(List<Integer> prompt, int tokens) {
        return new CompletionRequest(
                MODEL,
                new CompletionPrompt.Tokens(prompt),
                null,
                false,
                Sampling.DEFAULT
                        .with(SamplingParameter.TEMPERATURE, 0)
                        .withLogitBias(Map.of(2, -100.0)),
                List.of(),
                1,
                tokens,
                null,
                JsonObject.EMPTY);
    }

    /// Tokens that differ from the first on, by this number.
    static List<Integer> prompt(int number, int tokens) {
        List<Integer> prompt = new ArrayList<>();
        for (int i = 0; i < tokens; i++) {
            prompt.add(300 + (i * 7 + number * 31) % 20_000);
        }
        return prompt;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CallContext context() {
        return new CallContext(
                Caller.ANONYMOUS,
                "bench",
                Deadline.after(Duration.ofMinutes(10)),
                CompatProfile.OPENAI,
                false,
                new Dispositions());
    }

    @Override
    public void close() {
        engine.close();
    }
}
