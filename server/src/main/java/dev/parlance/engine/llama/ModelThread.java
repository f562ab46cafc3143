package dev.parlance.engine.llama;

import dev.parlance.core.call.Deadline;
import dev.parlance.core.engine.EngineMeter;
import dev.parlance.core.problem.ApiException;
import dev.parlance.engine.llama.ffm.LlamaLibrary;
import dev.parlance.engine.llama.ffm.ModelOptions;
import dev.parlance.engine.llama.ffm.NativeException;
import dev.parlance.engine.llama.ffm.NativeModel;
import dev.parlance.engine.llama.gguf.GgufException;
import dev.parlance.engine.llama.gguf.GgufHeader;
import dev.parlance.engine.llama.gguf.GgufReader;
import dev.parlance.engine.llama.gguf.ModelCheck;
import dev.parlance.engine.llama.gguf.ModelFacts;
import dev.parlance.engine.llama.gguf.ModelFacts.Pooling;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one platform thread of a loaded model: it loads the weights, owns the native contexts, runs
/// the loops, and frees everything at the end. Others reach it through two bounded queues.
final class ModelThread implements ModelHost {
    private static final Logger LOG = LoggerFactory.getLogger(ModelThread.class);
    private static final int INBOX = 256;
    private static final int CALLER_INBOX = 192;
    private static final long STACK_BYTES = 16L << 20;
    // How long a reader that stopped reading, or an end of its time, may go unnoticed.
    private static final long BLOCKED_NANOS = 20_000_000;
    private static final long IDLE_NANOS = 1_000_000_000;

    private final ModelSource source;
    private final LlamaSettings settings;
    private final EngineMeter meter;
    private final Inbox generations = new Inbox(INBOX, CALLER_INBOX);
    private final BlockingQueue<EmbeddingWork> embeddings = new ArrayBlockingQueue<>(INBOX);
    private final Errands errands = new Errands();
    private final CompletableFuture<LoadedModel> loaded = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final long started = System.nanoTime();
    private final Thread thread;
    private volatile double progress;
    private volatile boolean closing;

    ModelThread(ModelSource source, LlamaSettings settings, EngineMeter meter) {
        this.meter = meter;
        this.source = source;
        this.settings = settings;
        this.thread = new Thread(null, this::run, "llama-" + source.id(), STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public CompletableFuture<LoadedModel> loaded() {
        return loaded;
    }

    @Override
    public CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    public double progress() {
        return progress;
    }

    /// Hands all choices of a request over, or none.
    ///
    /// @throws ApiException `Overloaded` when too many wait
    void submit(List<Generation> jobs) {
        if (closing || !generations.offer(jobs)) {
            throw closing ? Failures.closed() : Failures.full(source.id().value());
        }
        wake();
    }

    /// Hands embeddings over.
    ///
    /// @throws ApiException `Overloaded` when too many wait
    void submit(EmbeddingWork work) {
        if (closing || !embeddings.offer(work)) {
            throw closing ? Failures.closed() : Failures.full(source.id().value());
        }
        wake();
    }

    /// What `work` gives on this thread, between two steps.
    ///
    /// @throws ApiException `Overloaded`, `DeadlineExceeded`, or what `work` throws
    <T> T call(Deadline deadline, Supplier<T> work) {
        if (closing) {
            throw Failures.closed();
        }
        return errands.call(deadline, work, source.id().value(), this::wake);
    }

    /// Makes the loops look again at what they may do.
    void wake() {
        LockSupport.unpark(thread);
    }

    private void run() {
        try {
            LlamaLibrary library = LlamaLibraries.open(settings);
            List<GgufHeader> parts =
                    SplitName.parts(source.file()).stream().map(GgufReader::read).toList();
            ModelFacts facts = ModelCheck.check(parts, library.architectures());
            Path file = parts.getFirst().file();
            ModelOptions options =
                    new ModelOptions(
                            settings.memoryMap(),
                            false,
                            settings.offload().of(source.id().value()));
            try (NativeModel model = NativeModel.load(library, file, options, this::onProgress)) {
                serve(model, facts, parts);
            }
        } catch (RuntimeException | Error e) {
            if (closing) {
                LOG.debug("model {}: the load was broken off", source.id());
            } else if (e instanceof GgufException || e instanceof NativeException) {
                LOG.warn("model {} cannot be loaded: {}", source.id(), e.getMessage());
            } else {
                LOG.warn("model {}: {}", source.id(), e.getMessage(), e);
            }
            boolean _ = loaded.completeExceptionally(e);
        } finally {
            closing = true;
            boolean _ = ended.complete(null);
        }
    }

    private boolean onProgress(double fraction) {
        if ((int) (fraction * 10) > (int) (progress * 10)) {
            LOG.debug("model {}: {} % loaded", source.id(), (int) (fraction * 100));
        }
        progress = fraction;
        return !closing;
    }

    private void serve(NativeModel model, ModelFacts facts, List<GgufHeader> parts) {
        try (Adapters adapters = new Adapters(model, parts)) {
            ModelSizes sizes = ModelSizes.of(source, settings, facts);
            serve(model, new LoadedModel(source, facts, sizes, model.vocabulary(), adapters, this));
        }
    }

    private void serve(NativeModel model, LoadedModel handle) {
        ModelFacts facts = handle.facts();
        ModelSizes sizes = handle.sizes();
        Pooling pooling = facts.ranks() ? Pooling.RANK : facts.pooling().orElse(Pooling.MEAN);
        boolean ranks = facts.ranks();
        try (EmbeddingLoop embedding =
                new EmbeddingLoop(
                        model,
                        sizes.embeddingContext(ranks),
                        pooling,
                        sizes.embedsWhole(ranks),
                        embeddings)) {
            if (facts.causal()) {
                ModelMeter modelMeter = new ModelMeter(meter, source.id());
                try (BatchLoop loop = new BatchLoop(model, sizes, generations, modelMeter)) {
                    if (source.policy().warmUp()) {
                        loop.warmUp(Math.max(0, model.vocabulary().bos()));
                    }
                    serve(loop, embedding, handle);
                }
            } else {
                serve(embedding, handle);
            }
        } finally {
            handle.close();
        }
    }

    private void serve(BatchLoop loop, EmbeddingLoop embedding, LoadedModel handle) {
        announce(handle);
        int chunk = handle.sizes().batching().promptChunk();
        ApiException why = Failures.closed();
        try {
            while (!closing) {
                errands.run();
                handle.adapters().sweep(loop::release);
                boolean worked = loop.step();
                worked |= embedding.step(loop.isBusy() ? chunk : Integer.MAX_VALUE);
                if (!worked) {
                    LockSupport.parkNanos(loop.isBusy() ? BLOCKED_NANOS : IDLE_NANOS);
                }
            }
        } catch (RuntimeException | Error e) {
            LOG.error("the batch loop of {} failed", source.id(), e);
            why = Failures.computing(e);
            throw e;
        } finally {
            closing = true;
            errands.fail(why);
            loop.failAll(why);
            embedding.fail(why);
        }
    }

    private void serve(EmbeddingLoop embedding, LoadedModel handle) {
        announce(handle);
        ApiException why = Failures.closed();
        try {
            while (!closing) {
                if (!embedding.step(Integer.MAX_VALUE)) {
                    LockSupport.parkNanos(IDLE_NANOS);
                }
            }
        } catch (RuntimeException | Error e) {
            LOG.error("the embedding loop of {} failed", source.id(), e);
            why = Failures.computing(e);
            throw e;
        } finally {
            closing = true;
            embedding.fail(why);
        }
    }

    private void announce(LoadedModel handle) {
        progress = 1;
        LOG.info(
                "model {} loaded in {} ms: {}, {} MB, {} slots of {} tokens, {} threads",
                source.id(),
                (System.nanoTime() - started) / 1_000_000,
                handle.facts().architecture(),
                handle.facts().fileBytes() >> 20,
                handle.sizes().slots(),
                handle.sizes().slotTokens(),
                handle.sizes().threads());
        boolean _ = loaded.complete(handle);
    }

    @Override
    public boolean isClosing() {
        return closing;
    }

    @Override
    public void close() {
        closing = true;
        wake();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        boolean _ = loaded.completeExceptionally(Failures.closed());
    }
}
