package dev.parlance.bench;

import dev.parlance.core.access.Caller;
import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Deadline;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.chat.ChatAccumulator;
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
import dev.parlance.engine.llama.ffm.ContextOptions;
import dev.parlance.engine.llama.ffm.LibraryFile;
import dev.parlance.engine.llama.ffm.LlamaLibrary;
import dev.parlance.engine.llama.ffm.ModelOptions;
import dev.parlance.engine.llama.ffm.NativeContext;
import dev.parlance.engine.llama.ffm.NativeModel;
import dev.parlance.engine.llama.ffm.NativeSampler;
import dev.parlance.engine.llama.ffm.SamplerOptions;
import dev.parlance.engine.llama.natives.LibraryChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Tokens per second of the llama engine, with its queues, threads and text assembly, beside the
/// same native library driven by the shortest possible loop; runs are interleaved.
public final class EngineBench {
    private static final ModelId MODEL = new ModelId("bench");
    private static final int CONTEXT = 1024;
    private static final int BATCH = 512;

    private final Path file;
    private final Path natives;
    private final LibraryChoice library;
    private final int threads;
    private final int rounds;
    private final List<Integer> prompt = new ArrayList<>();

    private EngineBench(
            Path file, Path natives, LibraryChoice library, int threads, int rounds) {
        this.file = file;
        this.natives = natives;
        this.library = library;
        this.threads = threads;
        this.rounds = rounds;
        for (int i = 0; i < 256; i++) {
            prompt.add(10 + (i * 7) % 200);
        }
    }

    /// Arguments: `--natives FOLDER` for another native library; rounds (default 5), threads (default: processors less one), a model file
    /// (default: a random one of half a billion parameters, written to a temporary folder). Prints
    /// a Markdown table.
    @SuppressWarnings("SystemOut") // a program for a terminal
    public static void main(String[] arguments) throws IOException, InterruptedException {
        boolean named = arguments.length > 1 && arguments[0].equals("--natives");
        String[] args = named ? Arrays.copyOfRange(arguments, 2, arguments.length) : arguments;
        LibraryChoice library =
                named ? LibraryChoice.named(Path.of(arguments[1])) : LibraryChoice.MAVEN;
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        int threads =
                args.length > 1
                        ? Integer.parseInt(args[1])
                        : Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        Path folder = Files.createTempDirectory("parlance-bench");
        Path file = args.length > 2 ? Path.of(args[2]) : folder.resolve("random.gguf");
        try {
            if (args.length <= 2) {
                RandomModel.HALF_BILLION.write(file);
            }
            new EngineBench(file, folder, library, threads, rounds).run();
        } finally {
            Files.deleteIfExists(folder.resolve("random.gguf"));
        }
    }

    @SuppressWarnings("SystemOut")
    private void run() throws InterruptedException {
        System.out.printf(
                Locale.ROOT, "%s, %d threads, %d rounds%n%n", file.getFileName(), threads, rounds);
        System.out.println(
                "| work | engine tok/s | native loop tok/s | ratio |\n|---|---|---|---|");
        LlamaSettings settings =
                new LlamaSettings(
                        natives,
                        library,
                        List.of(),
                        List.of(ModelSource.of(MODEL, file)),
                        threads,
                        4,
                        CONTEXT,
                        BATCH,
                        true,
                        LifeSettings.USUAL,
                        Batching.DEFAULT,
                        Offload.USUAL);
        Path place = library.place();
        LlamaLibrary opened =
                LlamaLibrary.open(
                        place == null ? LibraryFile.forThisPlatform().unpack(natives) : place);
        try (LlamaEngine engine = new LlamaEngine(settings, Clock.systemUTC());
                NativeModel model =
                        NativeModel.load(opened, file, ModelOptions.DEFAULT, _ -> true);
                NativeContext context =
                        new NativeContext(
                                model,
                                new ContextOptions(4 * CONTEXT, BATCH, BATCH, 4, threads, false),
                                () -> false)) {
            row(engine, model, context, "prefill, 256 tokens", 1, 1);
            row(engine, model, context, "decode, 1 stream of 64 tokens", 1, 64);
            row(engine, model, context, "decode, 4 streams of 64 tokens", 4, 64);
        }
    }

    @SuppressWarnings("SystemOut")
    private void row(
            LlamaEngine engine,
            NativeModel model,
            NativeContext context,
            String name,
            int streams,
            int tokens)
            throws InterruptedException {
        double[] ours = new double[rounds];
        double[] limit = new double[rounds];
        engine(engine, streams, tokens);
        loop(model, context, streams, tokens);
        double work = tokens == 1 ? prompt.size() : (double) streams * tokens;
        double[] prefillOurs = new double[rounds];
        double[] prefillLimit = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            ours[i] = engine(engine, streams, tokens);
            limit[i] = loop(model, context, streams, tokens);
            if (tokens > 1) {
                // What decoding takes is what is left when the same prefills are taken off.
                prefillOurs[i] = engine(engine, streams, 1);
                prefillLimit[i] = loop(model, context, streams, 1);
            }
        }
        double a = work / (median(ours) - (tokens > 1 ? median(prefillOurs) : 0));
        double b = work / (median(limit) - (tokens > 1 ? median(prefillLimit) : 0));
        System.out.printf(Locale.ROOT, "| %s | %.1f | %.1f | %.2f |%n", name, a, b, a / b);
    }

    /// Seconds for these streams through the engine.
    private double engine(LlamaEngine engine, int streams, int tokens) throws InterruptedException {
        long start = System.nanoTime();
        List<Thread> threadsRunning = new ArrayList<>();
        for (int s = 0; s < streams; s++) {
            List<Integer> own = prompt(s);
            threadsRunning.add(Thread.ofVirtual().start(() -> complete(engine, own, tokens)));
        }
        for (Thread thread : threadsRunning) {
            thread.join();
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static void complete(LlamaEngine engine, List<Integer> prompt, int tokens) {
        CompletionRequest request =
                new CompletionRequest(
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
        try (ChatStream stream = engine.complete(context(), MODEL, request)) {
            int used = ChatAccumulator.drain(stream).usage().outputTokens();
            if (used != tokens) {
                throw new IllegalStateException("the engine stopped after " + used + " tokens");
            }
        }
    }

    /// Seconds for these streams by the shortest loop: prefill each, then one batch per step.
    private double loop(NativeModel model, NativeContext context, int streams, int tokens) {
        long start = System.nanoTime();
        List<NativeSampler> samplers = new ArrayList<>();
        int[] next = new int[streams];
        context.clear();
        for (int s = 0; s < streams; s++) {
            samplers.add(
                    new NativeSampler(
                            model,
                            new SamplerOptions(0, 0, 1, 0, 1, 1, 0, 0, 0, 0, Map.of(2, -100.0f))));
            context.batch().clear();
            List<Integer> own = prompt(s);
            for (int i = 0; i < own.size(); i++) {
                context.batch().add(own.get(i), i, s, i == own.size() - 1);
            }
            context.decode();
            next[s] = context.sample(samplers.get(s), own.size() - 1);
        }
        for (int step = 1; step < tokens; step++) {
            context.batch().clear();
            for (int s = 0; s < streams; s++) {
                context.batch().add(next[s], prompt.size() + step - 1, s, true);
            }
            context.decode();
            for (int s = 0; s < streams; s++) {
                next[s] = context.sample(samplers.get(s), s);
            }
        }
        samplers.forEach(NativeSampler::close);
        return (System.nanoTime() - start) / 1e9;
    }

    /// A prompt of its own for each stream, so that nothing is shared.
    private List<Integer> prompt(int stream) {
        List<Integer> own = new ArrayList<>(prompt);
        own.set(0, 20 + stream);
        return own;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
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
}
