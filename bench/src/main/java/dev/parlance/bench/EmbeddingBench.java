package dev.parlance.bench;

import dev.parlance.core.access.Caller;
import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Deadline;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.embedding.EmbeddingInput;
import dev.parlance.core.embedding.EmbeddingRequest;
import dev.parlance.engine.onnx.OnnxEngine;
import dev.parlance.engine.onnx.OnnxSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The embedding engine beside ONNX Runtime and the tokenizer driven directly, interleaved in one
/// run: sentences a second one by one and in requests of 32, and latency under 64 callers.
public final class EmbeddingBench {
    private static final int TEXTS = 192;
    private static final int BATCH = 32;
    private static final int CALLERS = 64;
    private static final int CALLS_EACH = 8;

    private EmbeddingBench() {}

    /// @param arguments how many rounds, 5 when absent
    @SuppressWarnings("SystemOut") // a program for a terminal
    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        Path natives = Files.createTempDirectory("parlance-bench");
        try (OnnxEngine engine = new OnnxEngine(OnnxSettings.of(natives));
                DirectOnnx direct = start(engine)) {
            Consumer<List<String>> ours = texts -> embed(engine, texts);
            Consumer<List<String>> theirs = direct::embed;
            System.out.println("| work | figure | engine | direct | ratio |");
            System.out.println("|---|---|---|---|---|");
            throughput("one by one", 1, rounds, ours, theirs);
            throughput("requests of " + BATCH, BATCH, rounds, ours, theirs);
            throughput("one request of " + TEXTS, TEXTS, rounds, ours, theirs);
            crowd(rounds, ours, theirs);
        }
    }

    /// What drives the runtime directly; our engine has said where native libraries are.
    private static DirectOnnx start(OnnxEngine engine) throws IOException {
        embed(engine, List.of("first"));
        return new DirectOnnx();
    }

    private static void embed(OnnxEngine engine, List<String> texts) {
        List<EmbeddingInput> inputs = new ArrayList<>();
        texts.forEach(text -> inputs.add(new EmbeddingInput.Text(text)));
        CallContext context =
                new CallContext(
                        Caller.ANONYMOUS,
                        "bench",
                        Deadline.after(Duration.ofMinutes(5)),
                        CompatProfile.OPENAI,
                        false,
                        new Dispositions());
        var _ =
                engine.embed(
                        context,
                        OnnxEngine.BUILTIN,
                        EmbeddingRequest.of(OnnxEngine.BUILTIN, inputs));
    }

    private static List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < TEXTS; i++) {
            texts.add(
                    "Sentence number "
                            + i
                            + " talks about topic "
                            + (i % 17)
                            + " with a moderate number of words in it"
                            + " and some more".repeat(i % 5)
                            + ".");
        }
        return texts;
    }

    private static void throughput(
            String what,
            int size,
            int rounds,
            Consumer<List<String>> ours,
            Consumer<List<String>> theirs) {
        double[][] rates = new double[2][rounds];
        double[][] costs = new double[2][rounds];
        for (int round = -1; round < rounds; round++) {
            for (int side = 0; side < 2; side++) {
                Consumer<List<String>> embed = side == 0 ? ours : theirs;
                long start = System.nanoTime();
                long processor = processorNanos();
                List<String> texts = texts();
                for (int i = 0; i < texts.size(); i += size) {
                    embed.accept(texts.subList(i, Math.min(texts.size(), i + size)));
                }
                if (round >= 0) {
                    rates[side][round] = TEXTS / ((System.nanoTime() - start) / 1e9);
                    costs[side][round] = (processorNanos() - processor) / 1e3 / TEXTS;
                }
            }
        }
        row(what, "sentences/s", median(rates[0]), median(rates[1]));
        row("", "CPU µs per sentence", median(costs[0]), median(costs[1]));
    }

    private static void crowd(
            int rounds, Consumer<List<String>> ours, Consumer<List<String>> theirs)
            throws InterruptedException {
        double[][] all = new double[2][rounds * CALLERS * CALLS_EACH];
        for (int round = -1; round < rounds; round++) {
            for (int side = 0; side < 2; side++) {
                double[] times = crowd(side == 0 ? ours : theirs);
                if (round >= 0) {
                    System.arraycopy(times, 0, all[side], round * times.length, times.length);
                }
            }
        }
        Arrays.sort(all[0]);
        Arrays.sort(all[1]);
        for (int percent : new int[] {50, 95, 99}) {
            row(
                    percent == 50 ? CALLERS + " callers, a text each" : "",
                    "p" + percent + " ms",
                    at(all[0], percent),
                    at(all[1], percent));
        }
    }

    private static double[] crowd(Consumer<List<String>> embed) throws InterruptedException {
        List<String> texts = texts();
        double[] times = new double[CALLERS * CALLS_EACH];
        AtomicInteger next = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> callers = new ArrayList<>();
        for (int c = 0; c < CALLERS; c++) {
            callers.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                awaitQuietly(go);
                                for (int i = 0; i < CALLS_EACH; i++) {
                                    int place = next.getAndIncrement();
                                    long start = System.nanoTime();
                                    embed.accept(List.of(texts.get(place % TEXTS)));
                                    times[place] = (System.nanoTime() - start) / 1e6;
                                }
                            }));
        }
        go.countDown();
        for (Thread caller : callers) {
            caller.join();
        }
        return times;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long processorNanos() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double at(double[] sorted, int percent) {
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }

    @SuppressWarnings("SystemOut")
    private static void row(String what, String figure, double ours, double theirs) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %.1f | %.1f | %.2f |%n",
                what,
                figure,
                ours,
                theirs,
                ours / theirs);
    }
}
