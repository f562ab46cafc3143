package dev.parlance.engine.llama;

import dev.parlance.core.call.Deadline;
import dev.parlance.core.engine.EngineMeter;
import dev.parlance.core.model.KeepAlive;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The models in memory: who is there, who may come in, who has to go.
///
/// A load waits until its model fits the budget beside the others; idle models that are not pinned
/// make room, the least recently used first. A model in use stays until its requests have ended.
/// One thread, `llama-life`, closes what has to go. One lock guards it all; nothing that takes long
/// happens under it. Thread-safe.
final class Residents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Residents.class);

    /// How long a load waits for models in use to make room.
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private static final long LOOK_NANOS = 3_600_000_000_000L;

    private final Room room;
    private final KeepAlive usual;
    private final EngineMeter meter;
    private final Function<ServedModel, ModelHost> loader;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Resident> all = new ArrayList<>();
    private final Thread thread = new Thread(this::watch, "llama-life");
    private boolean closed;

    /// @param room the memory that they share
    /// @param usual how long models stay that say nothing themselves
    /// @param loader begins to load a model
    /// @param meter told of loads and of the memory taken
    Residents(
            Room room,
            KeepAlive usual,
            Function<ServedModel, ModelHost> loader,
            EngineMeter meter) {
        this.meter = meter;
        this.room = room;
        this.usual = usual;
        this.loader = loader;
        thread.setDaemon(true);
        thread.start();
    }

    /// Begins a use of the model, and its load if it is not in memory as its file is now.
    ///
    /// @param keepAlive how long it is to stay from now on; null for no change
    /// @param instead leaves if there is no room beside it, even if it is pinned; null for none
    /// @throws ApiException `UpstreamFailed` when it can never fit, `Overloaded` when there is no
    ///   room for it now, `DeadlineExceeded`
    Lease use(
            ServedModel model,
            Deadline deadline,
            @Nullable KeepAlive keepAlive,
            @Nullable ServedModel instead) {
        deadline.check("load");
        ModelFile file = model.file();
        lock.lock();
        try {
            Resident resident = admit(model, file, deadline, instead);
            resident.enter(keepAlive);
            return new Lease(resident, () -> exit(resident));
        } finally {
            lock.unlock();
        }
    }

    /// Lets the model in if there is room at once, without a use of it.
    void preload(ServedModel model) {
        lock.lock();
        try {
            ModelFile file = model.file();
            room.refuseOversized(all, model, file.need(), null);
            if (room.free(all) < file.need().total()) {
                throw room.none(all, model, file.need());
            }
            Resident _ = begin(model, file);
        } catch (ApiException e) {
            LOG.warn("model {} is not preloaded: {}", model.source().id(), e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    private Resident admit(
            ServedModel model, ModelFile file, Deadline deadline, @Nullable ServedModel instead) {
        long patience = Math.min(deadline.remaining().toNanos(), PATIENCE_NANOS);
        while (true) {
            if (closed) {
                throw Failures.closed();
            }
            Optional<Resident> current = current(model);
            if (current.isPresent()) {
                if (current.get().isUsable(file)) {
                    return current.get();
                }
                leave(current.get());
            }
            model.crashes().check();
            room.refuseOversized(all, model, file.need(), instead);
            if (room.free(all) >= file.need().total()) {
                return begin(model, file);
            }
            if (instead != null && instead != model) {
                current(instead).ifPresent(this::leave);
            }
            makeRoom(file.need());
            if (patience <= 0) {
                deadline.check("load");
                throw room.none(all, model, file.need());
            }
            patience = await(patience);
        }
    }

    private Resident begin(ServedModel model, ModelFile file) {
        KeepAlive keepAlive = model.source().policy().keepAliveOr(usual);
        ModelHost loading = loader.apply(model);
        Resident resident = new Resident(model, file, loading, keepAlive);
        all.add(resident);
        tellMemory();
        model.loads(null);
        // Both run on the model's thread, or here when it is quicker.
        var _ = loading.loaded().whenComplete((_, problem) -> settled(resident, problem));
        var _ = loading.ended().thenRun(() -> gone(resident));
        changed.signalAll();
        return resident;
    }

    private void settled(Resident resident, @Nullable Throwable problem) {
        lock.lock();
        try {
            if (problem != null && !resident.isLeaving() && !closed) {
                resident.model().loads(problem.getMessage());
            }
            resident.touch();
            meter.loaded(resident.model().source().id(), resident.age(), problem == null);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void gone(Resident resident) {
        locked(() -> {
            all.remove(resident);
            if (!resident.host().loaded().isCompletedExceptionally()) {
                meter.unloaded(resident.model().source().id());
            }
            tellMemory();
            changed.signalAll();
        });
    }

    private void exit(Resident resident) {
        locked(() -> {
            resident.exit();
            changed.signalAll();
        });
    }

    private void tellMemory() {
        meter.memory(room.budget() - room.free(all), room.budget());
    }

    private void leave(Resident resident) {
        resident.leave();
        changed.signalAll();
    }

    /// Takes the model out of memory once its requests have ended, and waits for that.
    ///
    /// @return false when it was not there
    /// @throws ApiException `DeadlineExceeded`
    boolean unload(ServedModel model, Deadline deadline) {
        lock.lock();
        try {
            Optional<Resident> resident = current(model);
            resident.ifPresent(this::leave);
            while (resident.isPresent() && all.contains(resident.get())) {
                if (await(deadline.remaining().toNanos()) <= 0) {
                    throw new ApiException(new DeadlineExceeded("unload"));
                }
            }
            return resident.isPresent();
        } finally {
            lock.unlock();
        }
    }

    /// Lets the model go once its requests have ended, without waiting.
    void retire(ServedModel model) {
        locked(() -> current(model).ifPresent(this::leave));
    }

    /// What `look` sees of the model's stay, or of null when it has none.
    <T> T look(ServedModel model, Function<@Nullable Resident, T> look) {
        lock.lock();
        try {
            return look.apply(current(model).orElse(null));
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    private Optional<Resident> current(ServedModel model) {
        return all.stream().filter(r -> r.model() == model && !r.isLeaving()).findFirst();
    }

    /// Sends idle models away until there would be room.
    private void makeRoom(MemoryNeed need) {
        for (Resident resident : room.toClear(all, need.total())) {
            LOG.info("model {} makes room", resident.model().source().id());
            leave(resident);
        }
    }

    /// Waits for a change; what is left of the time. Every caller looks again in its own loop.
    @SuppressWarnings("WaitNotInLoop")
    private long await(long nanos) {
        try {
            return nanos <= 0 ? 0 : changed.awaitNanos(nanos);
        } catch (InterruptedException e) {
            throw Failures.interrupted();
        }
    }

    private void watch() {
        lock.lock();
        try {
            while (!closed || !all.isEmpty()) {
                Optional<Resident> next = nextToGo();
                if (next.isPresent()) {
                    close(next.get());
                } else {
                    long stay = all.stream().mapToLong(Resident::stay).min().orElse(Long.MAX_VALUE);
                    long _ = await(Math.min(stay, LOOK_NANOS));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private Optional<Resident> nextToGo() {
        return all.stream().filter(r -> !r.isClosing() && (closed || r.stay() == 0)).findFirst();
    }

    /// Closes without the lock, which the end of the model's thread needs.
    private void close(Resident resident) {
        resident.leave();
        resident.closing();
        lock.unlock();
        try {
            resident.host().close();
            LOG.info("model {} unloaded", resident.model().source().id());
        } catch (RuntimeException e) {
            LOG.error("model {} could not be unloaded", resident.model().source().id(), e);
        } finally {
            lock.lock();
        }
    }

    /// Ends running requests, frees all models and waits for it.
    @Override
    public void close() {
        locked(() -> {
            closed = true;
            changed.signalAll();
        });
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
