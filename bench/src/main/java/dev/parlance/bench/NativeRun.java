package dev.parlance.bench;

import dev.parlance.engine.llama.ffm.ContextOptions;
import dev.parlance.engine.llama.ffm.LlamaLibrary;
import dev.parlance.engine.llama.ffm.ModelOptions;
import dev.parlance.engine.llama.ffm.NativeContext;
import dev.parlance.engine.llama.ffm.NativeModel;
import dev.parlance.engine.llama.ffm.NativeSampler;
import dev.parlance.engine.llama.ffm.SamplerOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The native library alone: one thread that fills a batch, computes it and draws by the library's
/// own greedy sampler.
final class NativeRun implements AutoCloseable {
    private static final SamplerOptions GREEDY =
            new SamplerOptions(0, 0, 1, 0, 1, 1, 0, 0, 0, 0, Map.of(2, -100.0f));

    private final NativeModel model;
    private final NativeContext context;
    private int fresh = 10_000;

    NativeRun(Path file, Path library, int threads) {
        model = NativeModel.load(LlamaLibrary.open(library), file, ModelOptions.DEFAULT, _ -> true);
        int tokens = EngineRun.SLOTS * EngineRun.SLOT_TOKENS;
        context =
                new NativeContext(
                        model,
                        new ContextOptions(
                                tokens,
                                EngineRun.BATCH,
                                EngineRun.BATCH,
                                EngineRun.SLOTS,
                                threads,
                                false),
                        () -> false);
    }

    /// Seconds for a prompt and one token.
    double prefill(int tokens) {
        context.clear();
        long start = System.nanoTime();
        try (NativeSampler sampler = new NativeSampler(model, GREEDY)) {
            int row = prompt(0, fresh++, tokens);
            int _ = context.sample(sampler, row);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /// Computes the prompts of these streams.
    void prepare(int streams, int promptTokens) {
        context.clear();
        for (int s = 0; s < streams; s++) {
            int _ = prompt(s, s, promptTokens);
        }
    }

    /// Seconds for this many sequences in one batch, after what was prepared.
    double decode(int streams, int tokens, int promptTokens) {
        List<NativeSampler> samplers = new ArrayList<>();
        int[] next = new int[streams];
        for (int s = 0; s < streams; s++) {
            context.forget(s, promptTokens - 1);
            next[s] = EngineRun.prompt(s, promptTokens).getLast();
        }
        long start = System.nanoTime();
        for (int s = 0; s < streams; s++) {
            samplers.add(new NativeSampler(model, GREEDY));
        }
        for (int step = 0; step < tokens; step++) {
            context.batch().clear();
            for (int s = 0; s < streams; s++) {
                int _ = context.batch().add(next[s], promptTokens - 1 + step, s, true);
            }
            var _ = context.decode();
            for (int s = 0; s < streams; s++) {
                next[s] = context.sample(samplers.get(s), s);
            }
        }
        samplers.forEach(NativeSampler::close);
        return (System.nanoTime() - start) / 1e9;
    }

    private int prompt(int sequence, int number, int tokens) {
        List<Integer> prompt = EngineRun.prompt(number, tokens);
        context.batch().clear();
        int row = 0;
        for (int i = 0; i < tokens; i++) {
            row = context.batch().add(prompt.get(i), i, sequence, i == tokens - 1);
        }
        var _ = context.decode();
        return row;
    }

    @Override
    public void close() {
        context.close();
        model.close();
    }
}
