package dev.parlance.engine.llama;

import dev.parlance.core.model.KeepAlive;
import dev.parlance.engine.llama.child.ChildEngine;
import dev.parlance.engine.llama.child.ChildStart;
import dev.parlance.engine.llama.child.RecordCodec;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A model in a process of its own: the same engine in a second JVM, with this one model.
final class ProcessHost implements ModelHost {
    private final ChildEngine child;
    private final CompletableFuture<ChildModel> loaded;

    ProcessHost(ServedModel model, LlamaSettings settings) {
        this.child =
                new ChildEngine(
                        new ChildStart(
                                LlamaEngine.NAME,
                                model.source().id(),
                                settings.life().childCommand(),
                                RecordCodec.encode(forChild(model.source(), settings))));
        this.loaded = child.loaded().thenApply(ChildModel::new);
        var _ =
                child.ended()
                        .thenRun(() -> {
                            if (child.crashed()) {
                                model.crashes().note();
                            }
                        });
    }

    /// The child has nothing but its model, and keeps it: what comes and goes is decided here.
    private static LlamaSettings forChild(ModelSource source, LlamaSettings settings) {
        ModelPolicy policy =
                new ModelPolicy(false, KeepAlive.FOREVER, source.policy().warmUp(), Isolation.NONE);
        return settings.withModels(List.of(), List.of(source.withPolicy(policy)))
                .withLife(LifeSettings.UNBOUNDED);
    }

    @Override
    public CompletableFuture<ChildModel> loaded() {
        return loaded;
    }

    @Override
    public CompletableFuture<Void> ended() {
        return child.ended();
    }

    @Override
    public double progress() {
        return child.progress();
    }

    @Override
    public boolean isClosing() {
        return child.isClosing();
    }

    @Override
    public void close() {
        child.close();
    }
}
