package dev.parlance.bench;

import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.engine.llama.ffm.ContextOptions;
import dev.parlance.engine.llama.ffm.LibraryFile;
import dev.parlance.engine.llama.ffm.LlamaLibrary;
import dev.parlance.engine.llama.ffm.ModelOptions;
import dev.parlance.engine.llama.ffm.NativeContext;
import dev.parlance.engine.llama.ffm.NativeModel;
import dev.parlance.engine.llama.ffm.NativeSampler;
import dev.parlance.engine.llama.ffm.SamplerOptions;
import dev.parlance.engine.llama.sampling.DryBreakers;
import dev.parlance.engine.llama.sampling.SamplerChain;
import dev.parlance.engine.llama.sampling.SamplingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// Microseconds to choose one token from a vocabulary of 151,000, beside the native library's own
/// samplers on the same logits; rounds are interleaved.
public final class SamplerBench {
    private static final RandomModel SHALLOW = new RandomModel(64, 1, 4, 128, 151_000);
    private static final int TOKENS = 200;

    private final NativeModel model;
    private final NativeContext context;
    private final int row;
    private final int rounds;
    private int sink;

    private SamplerBench(NativeModel model, NativeContext context, int row, int rounds) {
        this.model = model;
        this.context = context;
        this.row = row;
        this.rounds = rounds;
    }

    /// Argument: rounds (default 9). Prints a Markdown table.
    @SuppressWarnings("SystemOut") // a program for a terminal
    public static void main(String[] args) throws IOException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 9;
        Path folder = Files.createTempDirectory("parlance-bench");
        Path file = folder.resolve("shallow.gguf");
        SHALLOW.write(file);
        LlamaLibrary library = LlamaLibrary.open(LibraryFile.forThisPlatform().unpack(folder));
        ContextOptions options = new ContextOptions(64, 32, 32, 1, 1, false);
        try (NativeModel model = NativeModel.load(library, file, ModelOptions.DEFAULT, _ -> true);
                NativeContext context = new NativeContext(model, options, () -> false)) {
            int row = context.batch().add(300, 0, 0, true);
            context.decode();
            System.out.println("| samplers | Parlance µs | native µs |\n|---|---|---|");
            new SamplerBench(model, context, row, rounds).run();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void run() {
        Sampling none = Sampling.DEFAULT;
        Sampling usual =
                none.with(SamplingParameter.TOP_K, 40)
                        .with(SamplingParameter.TOP_P, 0.95)
                        .with(SamplingParameter.MIN_P, 0.05)
                        .with(SamplingParameter.TEMPERATURE, 0.8);
        row(
                "greedy",
                none.with(SamplingParameter.TEMPERATURE, 0),
                new SamplerOptions(0, 0, 1, 0, 1, 1, 0, 0, 0, 1, Map.of()));
        row(
                "top-k 40, top-p, min-p, temperature",
                usual,
                new SamplerOptions(0.8f, 40, 0.95f, 0.05f, 1, 1, 0, 0, 0, 1, Map.of()));
        row(
                "the same and penalties over 64",
                usual.with(SamplingParameter.REPETITION_PENALTY, 1.1)
                        .with(SamplingParameter.FREQUENCY_PENALTY, 0.1)
                        .with(SamplingParameter.PRESENCE_PENALTY, 0.1),
                new SamplerOptions(0.8f, 40, 0.95f, 0.05f, 1, 1.1f, 0.1f, 0.1f, 64, 1, Map.of()));
        row(
                "top-p 0.95 alone",
                none.with(SamplingParameter.TOP_P, 0.95),
                new SamplerOptions(1, 0, 0.95f, 0, 1, 1, 0, 0, 0, 1, Map.of()));
        row(
                "min-p 0.05 alone",
                none.with(SamplingParameter.MIN_P, 0.05),
                new SamplerOptions(1, 0, 1, 0.05f, 1, 1, 0, 0, 0, 1, Map.of()));
        row(
                "temperature alone",
                none.with(SamplingParameter.TEMPERATURE, 0.8),
                new SamplerOptions(0.8f, 0, 1, 0, 1, 1, 0, 0, 0, 1, Map.of()));
        Sampling many =
                usual.with(SamplingParameter.DRY_MULTIPLIER, 0.8)
                        .with(SamplingParameter.XTC_PROBABILITY, 0.5)
                        .with(SamplingParameter.TOP_N_SIGMA, 1)
                        .with(SamplingParameter.SMOOTHING_FACTOR, 0.2);
        row("usual, DRY, XTC, top-n-sigma, smoothing", many, null);
    }

    @SuppressWarnings("SystemOut")
    private void row(String name, Sampling sampling, @Nullable SamplerOptions options) {
        SamplerChain chain =
                new SamplerChain(
                        new SamplingPlan(sampling, 1, Set.of(), DryBreakers.NONE, 64),
                        model.vocabulary().size());
        double[] ours = new double[rounds];
        double[] natives = new double[rounds];
        if (options == null) {
            options = SamplerOptions.GREEDY;
            name += " (native: greedy)";
        }
        try (NativeSampler sampler = new NativeSampler(model, options)) {
            for (int i = -2; i < rounds; i++) {
                double mine = micros(() -> context.sample(chain, row, null));
                double theirs = micros(() -> context.sample(sampler, row));
                if (i >= 0) {
                    ours[i] = mine;
                    natives[i] = theirs;
                }
            }
        }
        System.out.printf(
                Locale.ROOT, "| %s | %.0f | %.0f |%n", name, median(ours), median(natives));
    }

    private double micros(IntSupplier sample) {
        long start = System.nanoTime();
        for (int i = 0; i < TOKENS; i++) {
            sink += sample.getAsInt();
        }
        return (System.nanoTime() - start) / 1e3 / TOKENS;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    @Override
    public String toString() {
        return "sampler bench, " + sink;
    }
}
