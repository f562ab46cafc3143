package dev.parlance.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.parlance.core.call.Deadline;
import dev.parlance.engine.onnx.ModelFiles.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A model in memory with its lanes. Thread-safe; closed by its engine.
///
/// A graph that quantizes activations as it goes takes one scale for a whole batch: a text's vector
/// would depend on its company, by a cosine of as little as 0.97 for the built-in model, and on
/// other callers' texts at that. Such a graph gets every text alone. On processors that costs
/// nothing: no padding is computed, and lanes use the cores.
final class LoadedModel implements AutoCloseable {
    private static final int BATCH_ROWS = 16;
    private static final int BATCH_TOKENS = 4096;
    private static final int GPU_BATCH_ROWS = 64;
    private static final int GPU_BATCH_TOKENS = 32_768;
    private static final int MAX_LANES = 4;

    private final ModelFiles files;
    private final TextTokenizer tokenizer;
    private final Network network;
    private final BatchQueue queue;
    private final List<Lane> lanes = new ArrayList<>();

    /// @throws OnnxModelException when the files cannot be used
    LoadedModel(ModelFiles files, OnnxSettings settings) {
        this.files = files;
        OrtEnvironment environment = Natives.loadRuntime(settings.runtime());
        boolean cuda = usesCuda(settings.device());
        Natives.loadTokenizers(settings.natives());
        int threads = settings.computeThreads();
        int count = cuda ? 1 : Math.min(threads, MAX_LANES);
        this.tokenizer = new TextTokenizer(files.tokenizer().text());
        try {
            if (files.recipe().ranks()) {
                tokenizer.pairFrame();
            }
            this.network = network(environment, files, Math.max(1, threads / count), cuda);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
        boolean alone = GraphBytes.quantizesAsItGoes(files.weights());
        int rows = cuda ? GPU_BATCH_ROWS : BATCH_ROWS;
        int tokens = cuda ? GPU_BATCH_TOKENS : BATCH_TOKENS;
        this.queue = new BatchQueue(alone ? 1 : rows, tokens, count);
        for (int i = 0; i < count; i++) {
            lanes.add(new Lane("onnx-" + files.id() + "-" + i, queue, network));
        }
    }

    private static Network network(
            OrtEnvironment environment, ModelFiles files, int threads, boolean cuda) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            // Lanes that wait give their core to others.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            if (cuda) {
                options.addCUDA(0);
            }
            OrtSession session =
                    switch (files.weights()) {
                        case Place.OnDisk(Path file) ->
                                environment.createSession(file.toString(), options);
                        case Place.InJar _ ->
                                environment.createSession(files.weights().bytes(), options);
                    };
            try {
                return new Network(environment, session, files.recipe().pooling());
            } catch (OrtException | RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (OrtException e) {
            throw new OnnxModelException("its graph cannot be used: " + e.getMessage(), e);
        }
    }

    /// Whether to compute by CUDA; the runtime is loaded.
    ///
    /// @throws OnnxModelException when that is wanted and cannot be
    static boolean usesCuda(Device device) {
        boolean there = Natives.hasCuda();
        if (device == Device.CUDA && !there) {
            throw new OnnxModelException(
                    "the device is cuda, which this build of ONNX Runtime does not have; give a"
                            + " folder with the libraries of one that has as"
                            + " embeddings.runtime, or say embeddings.device: cpu");
        }
        return there && device != Device.CPU;
    }

    ModelFiles files() {
        return files;
    }

    Recipe recipe() {
        return files.recipe();
    }

    TextTokenizer tokenizer() {
        return tokenizer;
    }

    /// The vectors or logits of these rows, in order.
    List<float[]> run(Deadline deadline, List<Row> rows) {
        deadline.check("queue");
        Work work = new Work(rows, deadline);
        queue.submit(work);
        return work.await();
    }

    @Override
    public void close() {
        queue.close();
        lanes.forEach(Lane::join);
        network.close();
        tokenizer.close();
    }
}
