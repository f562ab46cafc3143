package dev.parlance.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.parlance.bench.RandomModel.Format;
import dev.parlance.engine.llama.ffm.LibraryFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/// The llama engine, with its queues, threads and text assembly, beside the same native library
/// driven by the shortest possible loop; runs are interleaved.
public final class EngineBench {
    private static final int TOKENS = 64;
    private static final int PROMPT = 256;
    // The compiler of the JVM works beside the first ones and is counted.
    private static final int WARM_UPS = 3;

    private static final OperatingSystemMXBean CPU =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final int rounds;
    private final EngineRun engine;
    private final NativeRun loop;

    private EngineBench(int rounds, EngineRun engine, NativeRun loop) {
        this.rounds = rounds;
        this.engine = engine;
        this.loop = loop;
    }

    /// Either `write FOLDER`: writes random models of half a billion parameters. Or `run FILE
    /// ROUNDS THREADS [NATIVES]`: measures this model with the library of that folder, or else with
    /// the one that comes along, and prints rows of a Markdown table.
    public static void main(String[] args) throws IOException {
        if (args[0].equals("write")) {
            for (Format format : Format.values()) {
                String name = "random-" + format.name().toLowerCase(Locale.ROOT) + ".gguf";
                RandomModel.halfBillion(format).write(Path.of(args[1]).resolve(name));
            }
            return;
        }
        Path file = Path.of(args[1]);
        int threads = Integer.parseInt(args[3]);
        Path unpacked = Files.createTempDirectory("parlance-bench");
        Path library =
                args.length > 4 ? Path.of(args[4]) : LibraryFile.forThisPlatform().unpack(unpacked);
        try (EngineRun engine = new EngineRun(file, library, unpacked, threads);
                NativeRun loop = new NativeRun(file, library, threads)) {
            new EngineBench(Integer.parseInt(args[2]), engine, loop).run();
        }
    }

    @SuppressWarnings("SystemOut") // a program for a terminal
    private void run() {
        row(
                "prefill, " + PROMPT + " tokens, tok/s",
                PROMPT,
                () -> engine.prefill(PROMPT),
                () -> loop.prefill(PROMPT));
        for (int streams : new int[] {1, 4, 8}) {
            // What they begin with is computed before, on both sides.
            engine.decode(streams, 1, PROMPT);
            loop.prepare(streams, PROMPT);
            row(
                    "decode, " + streams + (streams == 1 ? " stream" : " streams") + ", tok/s",
                    streams * TOKENS,
                    () -> engine.decode(streams, TOKENS, PROMPT),
                    () -> loop.decode(streams, TOKENS, PROMPT));
        }
        single("time to first token, 512 tokens, cold, ms", () -> engine.firstToken(512, false));
        single("the same with 500 of them cached, ms", () -> engine.firstToken(512, true));
        System.out.printf(Locale.ROOT, "| resident memory, MB | %d | | | |%n", Memory.resident());
    }

    @SuppressWarnings("SystemOut")
    private void row(String name, int work, DoubleSupplier ours, DoubleSupplier limit) {
        double[] a = new double[rounds];
        double[] b = new double[rounds];
        double[] ratios = new double[rounds];
        double[] processor = new double[rounds];
        for (int i = 0; i < WARM_UPS; i++) {
            double _ = ours.getAsDouble();
            double _ = limit.getAsDouble();
        }
        for (int i = 0; i < rounds; i++) {
            long start = CPU.getProcessCpuTime();
            a[i] = ours.getAsDouble();
            long between = CPU.getProcessCpuTime();
            b[i] = limit.getAsDouble();
            long end = CPU.getProcessCpuTime();
            ratios[i] = b[i] / a[i];
            processor[i] = (double) (end - between) / (between - start);
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.2f | %.2f |%n",
                name,
                work / median(a),
                work / median(b),
                median(ratios),
                median(processor));
    }

    @SuppressWarnings("SystemOut")
    private void single(String name, DoubleSupplier seconds) {
        double[] all = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            all[i] = seconds.getAsDouble();
        }
        System.out.printf(Locale.ROOT, "| %s | %.0f | | | |%n", name, median(all) * 1000);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
