package dev.parlance.engine.llama;

import dev.parlance.engine.llama.Batching.Sharing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// All sequences of a context and their tokens: gives a choice the longest beginning of its prompt
/// that any of them holds, keeps what ended choices have computed, and gives that up, least
/// recently used first, when cells or sequences are needed.
///
/// Shared tokens take their cells once. The budget is the context itself: idle sequences have what
/// active ones leave free. For one thread.
final class PrefixCache {
    /// Fewer tokens than these are computed again rather than looked after.
    static final int LEAST = 8;

    /// Stands between a caller and the adapters' key in what owns a sequence: tokens computed with
    /// other adapters are other tokens.
    static final char ADAPTERS = '\n';

    // An idle sequence that would lose no more than this is taken over; else its tokens are copied.
    private static final int SMALL_LOSS = 16;

    private final SequenceMemory memory;
    private final Sharing sharing;
    private final CellCount cells;
    private final List<HeldSequence> held = new ArrayList<>();
    private final Deque<Integer> unused = new ArrayDeque<>();
    private final IntConsumer onEvicted;
    private long clock;

    /// @param sequences that the context has: at least as many as are ever active, and one more
    ///   unless the sharing is off
    /// @param capacity cells of the context
    /// @param onEvicted told how many tokens an idle sequence had that was given up
    PrefixCache(
            SequenceMemory memory,
            int sequences,
            int capacity,
            Sharing sharing,
            IntConsumer onEvicted) {
        this.memory = memory;
        this.sharing = sharing;
        this.cells = new CellCount(capacity);
        this.onEvicted = onEvicted;
        IntStream.range(0, sequences).forEach(unused::add);
    }

    /// A sequence for a new choice, with as much of its prompt as is held already; at least the
    /// last token is left to compute.
    ///
    /// @param reuse false for a prompt whose every token has to be computed
    HeldSequence begin(int[] prompt, String owner, boolean reuse) {
        HeldSequence best = reuse ? longest(prompt, owner, LEAST - 1, null) : null;
        int common = best == null ? 0 : best.common(prompt, prompt.length - 1);
        if (best != null
                && !best.isActive()
                && (best.length() - common <= SMALL_LOSS || !canClaim(best))) {
            if (forget(best, common)) {
                best.activate(owner);
                return best;
            }
            best = null;
        }
        HeldSequence fresh = claim(owner, best);
        if (best != null) {
            share(best, fresh, common);
        }
        return fresh;
    }

    /// Takes over what others have computed of this prompt since; true when that was something.
    boolean follow(HeldSequence target, int[] prompt) {
        HeldSequence best = longest(prompt, target.owner(), target.length(), target);
        if (best == null) {
            return false;
        }
        share(best, target, best.common(prompt, prompt.length - 1));
        return true;
    }

    /// Lets a sequence hold the first tokens of another, whatever it had of them before.
    void share(HeldSequence source, HeldSequence target, int to) {
        memory.copy(source.number(), target.number(), target.length(), to);
        target.share(source, to);
    }

    /// True when a choice of one caller may have what a choice of the other computes.
    boolean mayShare(String owner, String other) {
        if (!adapters(owner).equals(adapters(other))) {
            return false;
        }
        return switch (sharing) {
            case SHARED -> true;
            case CALLER -> owner.equals(other);
            case OFF -> false;
        };
    }

    private static String adapters(String owner) {
        int at = owner.lastIndexOf(ADAPTERS);
        return at < 0 ? "" : owner.substring(at + 1);
    }

    private @Nullable HeldSequence longest(
            int[] prompt, String owner, int moreThan, @Nullable HeldSequence except) {
        HeldSequence best = null;
        int longest = moreThan;
        for (HeldSequence each : held) {
            if (each != except && mayShare(owner, each.owner())) {
                int common = each.common(prompt, prompt.length - 1);
                // Of equals the one that is left over soonest: it can be taken as it is.
                if (common > longest
                        || (common == longest && best != null && each.length() < best.length())) {
                    longest = common;
                    best = each;
                }
            }
        }
        return best;
    }

    /// Makes room for this many new tokens; false when active sequences leave less.
    boolean reserve(int tokens) {
        while (cells.free() < tokens) {
            if (!evict()) {
                return false;
            }
        }
        return true;
    }

    /// Notes that the context holds one token more of a sequence; room was reserved.
    void computed(HeldSequence sequence, int token) {
        sequence.append(token);
    }

    /// Makes the context forget what it may hold of a sequence beyond what is noted. Of a model
    /// that cannot do that, all is forgotten.
    void rollback(HeldSequence sequence) {
        if (!memory.forget(sequence.number(), sequence.length())) {
            boolean _ = memory.forget(sequence.number(), 0);
            sequence.truncate(0);
        }
    }

    /// Lets a choice's sequence rest; it is kept for reuse.
    void end(HeldSequence sequence) {
        rollback(sequence);
        sequence.rest(++clock);
        if (sharing == Sharing.OFF || sequence.length() < LEAST) {
            drop(sequence);
            return;
        }
        List<HeldSequence> contained =
                held.stream()
                        .filter(each -> each != sequence && !each.isActive())
                        .filter(each -> mayShare(each.owner(), sequence.owner()))
                        .filter(each -> each.begins(sequence))
                        .toList();
        contained.forEach(this::drop);
    }

    /// Forgets a sequence and all its tokens.
    void drop(HeldSequence sequence) {
        boolean _ = memory.forget(sequence.number(), 0);
        sequence.truncate(0);
        held.remove(sequence);
        unused.add(sequence.number());
    }

    /// Gives up the idle sequence that was used least recently; false when there is none.
    boolean evict() {
        Optional<HeldSequence> oldest = oldest(null);
        oldest.ifPresent(this::giveUp);
        return oldest.isPresent();
    }

    private Optional<HeldSequence> oldest(@Nullable HeldSequence except) {
        return held.stream()
                .filter(each -> !each.isActive() && each != except)
                .min(Comparator.comparingLong(HeldSequence::lastUsed));
    }

    private void giveUp(HeldSequence sequence) {
        onEvicted.accept(sequence.length());
        drop(sequence);
    }

    private boolean canClaim(HeldSequence except) {
        return !unused.isEmpty() || oldest(except).isPresent();
    }

    private HeldSequence claim(String owner, @Nullable HeldSequence source) {
        if (unused.isEmpty()) {
            oldest(source).ifPresent(this::giveUp);
        }
        HeldSequence fresh = new HeldSequence(unused.remove(), cells);
        fresh.activate(owner);
        held.add(fresh);
        return fresh;
    }

    private boolean forget(HeldSequence sequence, int from) {
        if (from == sequence.length() || memory.forget(sequence.number(), from)) {
            sequence.truncate(from);
            return true;
        }
        drop(sequence);
        return false;
    }

    /// Cells that sequences hold, shared ones counted once.
    int usedCells() {
        return cells.used();
    }

    /// Sequences that are kept for reuse.
    int idleSequences() {
        return (int) held.stream().filter(each -> !each.isActive()).count();
    }

    /// Sequences that choices are generated in.
    int activeSequences() {
        return held.size() - idleSequences();
    }
}
