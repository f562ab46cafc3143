package dev.parlance.engine.llama;

import dev.parlance.core.call.Deadline;
import dev.parlance.core.model.LoadOptions;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelLife;
import dev.parlance.core.model.ModelState;
import dev.parlance.engine.llama.gguf.GgufException;
import java.io.IOException;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One model of the engine, in memory or not: what its file says now, and what became of its last
/// load. Thread-safe.
final class ServedModel {
    private static final Logger LOG = LoggerFactory.getLogger(ServedModel.class);
    private static final long GLANCE_NANOS = 1_000_000_000;

    private final ModelSetup configured;
    private volatile ModelSetup setup;
    private ModelFile file;
    private long looked = System.nanoTime();
    private FileStamp seen;
    private @Nullable String unreadable;
    private final Crashes crashes;
    private volatile @Nullable String failure;

    /// @throws GgufException when its file is not readable GGUF
    ServedModel(ModelSource source, LlamaSettings settings) {
        this.configured = new ModelSetup(source, settings);
        this.setup = configured;
        this.file = ModelFile.read(setup);
        this.seen = file.stamp();
        this.crashes = new Crashes(source.id().value());
    }

    ModelSource source() {
        return setup.source();
    }

    /// By what it is loaded, or will be.
    ModelSetup setup() {
        return setup;
    }

    /// Changes by what it is loaded from now on; what is in memory otherwise takes no more
    /// requests.
    ///
    /// @return how it was before
    /// @throws GgufException when its file is not readable GGUF; nothing has changed then
    synchronized ModelSetup change(LoadOptions options) {
        return change(configured.with(options));
    }

    /// The same.
    synchronized ModelSetup change(ModelSetup wanted) {
        ModelSetup before = setup;
        if (!wanted.equals(before)) {
            ModelFile read = ModelFile.read(wanted);
            file = read;
            seen = read.stamp();
            setup = wanted;
        }
        return before;
    }

    /// Loads it in another way, see [dev.parlance.core.engine.LoadingEngine#load].
    void load(
            Residents residents,
            Deadline deadline,
            LoadOptions options,
            @Nullable ServedModel instead,
            DoubleConsumer progress) {
        ModelSetup before;
        try {
            before = change(options);
        } catch (GgufException e) {
            throw Failures.loading(source().id().value(), e);
        }
        try (Lease lease = residents.use(this, deadline, null, instead)) {
            Runner _ = lease.runner(deadline, progress);
        } catch (RuntimeException e) {
            restore(before);
            throw e;
        }
        if (instead != null && instead != this) {
            residents.retire(instead);
        }
    }

    private void restore(ModelSetup before) {
        try {
            if (!change(before).equals(before)) {
                // What failed was not the way in which it is loaded again.
                failure = null;
            }
        } catch (GgufException e) {
            LOG.warn("model {}: the file can be read no more: {}", source().id(), e.getMessage());
        }
    }

    /// By what it is loaded, every option with a value.
    synchronized LoadOptions options() {
        Integer context = file.card().contextLength();
        return setup.options(context == null ? LlamaSettings.USUAL_CONTEXT : context);
    }

    /// How often its own process crashed lately.
    Crashes crashes() {
        return crashes;
    }

    /// Its file as it is now, looked at again at most once a second. A version that is gone or
    /// cannot be read is not taken over: what is in memory goes on, and a load says what is wrong.
    synchronized ModelFile file() {
        if (System.nanoTime() - looked < GLANCE_NANOS) {
            return file;
        }
        looked = System.nanoTime();
        try {
            FileStamp stamp = FileStamp.of(source().file());
            if (!stamp.equals(seen)) {
                seen = stamp;
                file = ModelFile.read(setup);
                unreadable = null;
                LOG.info("model {}: the file has changed", source().id());
            }
        } catch (IOException e) {
            LOG.debug("model {}: the file is gone: {}", source().id(), e.toString());
        } catch (GgufException e) {
            unreadable = "The new file is not used: " + e.getMessage();
            LOG.warn("model {}: the new file is not used: {}", source().id(), e.getMessage());
        }
        return file;
    }

    /// Notes how a load begins or ends.
    ///
    /// @param problem why it failed, or null when it begins
    void loads(@Nullable String problem) {
        failure = problem;
    }

    /// What callers may know of it now.
    ModelCard card(Residents residents) {
        return residents.look(this, this::card);
    }

    private ModelCard card(@Nullable Resident resident) {
        ModelFile current;
        String problem;
        synchronized (this) {
            current = file;
            problem = unreadable == null ? failure : unreadable;
        }
        if (resident == null) {
            ModelLife life =
                    new ModelLife(
                            current.need().total(),
                            0,
                            null,
                            source().policy().keepAliveOr(setup.settings().life().keepAlive()),
                            problem);
            ModelState state = failure == null ? ModelState.AVAILABLE : ModelState.FAILED;
            return ModelCards.with(current.card(), state, 0, life);
        }
        ModelLife life =
                new ModelLife(
                        resident.need().total(),
                        resident.users(),
                        resident.usedAt(),
                        resident.keepAlive(),
                        problem);
        if (resident.host().loaded().isCompletedExceptionally()) {
            return ModelCards.with(current.card(), ModelState.FAILED, 0, life);
        }
        return resident.isLoaded()
                ? ModelCards.with(current.card(), ModelState.READY, 1, life)
                : ModelCards.with(
                        current.card(), ModelState.LOADING, resident.host().progress(), life);
    }
}
