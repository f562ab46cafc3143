package dev.parlance.engine.llama;

import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.Overloaded;
import dev.parlance.core.problem.ApiProblem.UpstreamFailed;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The memory that models may take together: who fits, who could make room, and the problems of
/// those that find none. Immutable; the lists of residents are guarded by their owner's lock.
final class Room {
    private static final Duration LATER = Duration.ofSeconds(5);
    private static final String REMEDY =
            "Raise llama.memory, or lower the model's context-length or llama.slots.";

    private final long budget;

    /// @param budget in bytes
    Room(long budget) {
        this.budget = budget;
    }

    /// The room that these settings give.
    static Room of(LifeSettings settings) {
        return new Room(budget(settings));
    }

    /// All of it, in bytes.
    long budget() {
        return budget;
    }

    /// Bytes that nobody has taken.
    long free(List<Resident> all) {
        return budget - sum(all.stream());
    }

    /// Throws when the model would not fit even if all that can leave had left.
    ///
    /// @param instead leaves for it, even if it is pinned; null for none
    void refuseOversized(
            List<Resident> all, ServedModel model, MemoryNeed need, @Nullable ServedModel instead) {
        long pinned =
                sum(
                        all.stream()
                                .filter(Resident::isPinned)
                                .filter(r -> r.model() != model && r.model() != instead));
        if (need.total() > budget - pinned) {
            throw never(model, need, pinned);
        }
    }

    /// The idle models that have to leave so that this much is free, the least recently used first;
    /// fewer when even all of them are not enough.
    List<Resident> toClear(List<Resident> all, long bytes) {
        long free = free(all) + sum(all.stream().filter(r -> r.isLeaving() && r.users() == 0));
        List<Resident> idle =
                all.stream()
                        .filter(r -> r.isIdle() && !r.isLeaving() && !r.isPinned())
                        .sorted(Comparator.comparingLong(Resident::usedNanos))
                        .toList();
        List<Resident> leaving = new ArrayList<>();
        for (Resident resident : idle) {
            if (free < bytes) {
                leaving.add(resident);
                free += resident.need().total();
            }
        }
        return leaving;
    }

    private static long sum(Stream<Resident> residents) {
        return residents.mapToLong(r -> r.need().total()).sum();
    }

    // As configured, or a share of the machine's (or container's) memory.
    private static long budget(LifeSettings settings) {
        if (settings.memoryBytes() > 0) {
            return settings.memoryBytes();
        }
        long machine =
                ManagementFactory.getOperatingSystemMXBean()
                                instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getTotalMemorySize()
                        : 0;
        return machine > 0 ? machine / 100 * LifeSettings.SHARE_PERCENT : Long.MAX_VALUE / 2;
    }

    /// A model that does not fit, however long it waits.
    private ApiException never(ServedModel model, MemoryNeed need, long pinned) {
        String others =
                pinned > 0
                        ? ", of which models that always stay take " + MemoryNeed.amount(pinned)
                        : "";
        return new ApiException(
                new UpstreamFailed(
                        LlamaEngine.NAME,
                        null,
                        "The model '"
                                + model.source().id()
                                + "' cannot be loaded: it needs "
                                + need.figures()
                                + ", and llama.memory allows "
                                + MemoryNeed.amount(budget)
                                + others
                                + ". "
                                + REMEDY));
    }

    /// A model that does not fit beside those in use now.
    ApiException none(List<Resident> all, ServedModel model, MemoryNeed need) {
        String names =
                all.stream()
                        .filter(other -> other.model() != model || other.isLeaving())
                        .map(other -> "'" + other.model().source().id() + "'")
                        .distinct()
                        .limit(5)
                        .collect(Collectors.joining(", "));
        return new ApiException(
                new Overloaded(
                        LATER,
                        "The model '"
                                + model.source().id()
                                + "' needs "
                                + need.figures()
                                + ", and "
                                + names
                                + " use the "
                                + MemoryNeed.amount(budget)
                                + " that llama.memory allows. Try again later. "
                                + REMEDY));
    }
}
