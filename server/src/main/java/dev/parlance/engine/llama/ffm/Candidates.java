package dev.parlance.engine.llama.ffm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import java.util.function.IntPredicate;

/// The tokens that may come next and their logits: the working memory of the samplers, which change
/// logits, drop candidates and bring the likeliest ones to the front.
///
/// A freshly loaded one is dense: candidate i is token i. Dropping candidates or sorting ends that.
/// Ties are ordered by token id, so that the same logits always give the same order. Memory is made
/// once for a vocabulary and used for every token; for one thread.
public final class Candidates {
    /// So far below the likeliest token that a draw of 53 bits never gets there.
    private static final float NEVER = -45;

    private final float[] logits;
    private final Ranking ranking = new Ranking();
    private MemorySegment source = MemorySegment.NULL;
    private int[] ids = {};
    private float[] chances = {};
    private int size;
    private boolean dense;
    // How many leading candidates are the likeliest ones, in order.
    private int sorted;
    private boolean chancesKnown;
    private boolean sumKnown;
    private double logSum;

    /// Room for a vocabulary of this size.
    public Candidates(int vocabulary) {
        logits = new float[vocabulary];
    }

    /// Candidates with these logits, by token id.
    public static Candidates of(float... logits) {
        Candidates candidates = new Candidates(logits.length);
        candidates.load(MemorySegment.ofArray(logits));
        return candidates;
    }

    /// Takes a row of logits over.
    ///
    /// @throws NativeException when they are not numbers, which broken weights cause
    void load(MemorySegment row) {
        source = row;
        restore();
        float greatest = greatest();
        // A maximum is not a number when one of its operands is not.
        if (Float.isNaN(greatest) || greatest == Float.POSITIVE_INFINITY) {
            throw new NativeException(
                    "The model computed something that is not a number: its weights are damaged or"
                            + " overflow.");
        }
        if (greatest == Float.NEGATIVE_INFINITY) {
            throw new NativeException("The model finds every token impossible.");
        }
    }

    /// Forgets what was done: every token with the model's own logit again.
    public void restore() {
        size = logits.length;
        MemorySegment.copy(source, ValueLayout.JAVA_FLOAT, 0, logits, 0, size);
        dense = true;
        changed();
    }

    private void changed() {
        sorted = 0;
        chancesKnown = false;
        sumKnown = false;
    }

    /// How many candidates are left.
    public int size() {
        return size;
    }

    /// True while candidate i is token i, for every token.
    public boolean isDense() {
        return dense;
    }

    /// The token of a candidate.
    public int id(int index) {
        return dense ? index : ids[index];
    }

    /// The logit of a candidate.
    public float logit(int index) {
        return logits[index];
    }

    /// Gives a candidate another logit.
    public void setLogit(int index, float logit) {
        logits[index] = logit;
        changed();
    }

    /// The greatest logit.
    public float greatest() {
        if (sorted > 0) {
            return logits[0];
        }
        // Four at a time: each waits for the one before in its own lane only.
        float a = Float.NEGATIVE_INFINITY;
        float b = a;
        float c = a;
        float d = a;
        int i = 0;
        for (; i + 3 < size; i += 4) {
            a = Math.max(a, logits[i]);
            b = Math.max(b, logits[i + 1]);
            c = Math.max(c, logits[i + 2]);
            d = Math.max(d, logits[i + 3]);
        }
        for (; i < size; i++) {
            a = Math.max(a, logits[i]);
        }
        return Math.max(Math.max(a, b), Math.max(c, d));
    }

    /// The likeliest candidate, of equals the first; -1 when none is left.
    public int likeliest() {
        float greatest = greatest();
        if (greatest == Float.NEGATIVE_INFINITY) {
            return -1;
        }
        for (int i = 0; i < size; i++) {
            if (logits[i] == greatest) {
                return i;
            }
        }
        return -1;
    }

    /// Multiplies every logit by a number above 0, which keeps their order.
    public void scale(float factor) {
        for (int i = 0; i < size; i++) {
            logits[i] *= factor;
        }
        chancesKnown = false;
        sumKnown = false;
    }

    /// The natural logarithm of the sum of the candidates' exponentials: what a logit is above the
    /// logarithm of its probability.
    public double logSum() {
        if (!sumKnown) {
            float greatest = greatest();
            double sum = 0;
            for (int i = 0; i < size; i++) {
                sum += weight(logits[i], greatest);
            }
            logSum = greatest + Math.log(sum);
            sumKnown = true;
        }
        return logSum;
    }

    /// Computes the probabilities of the candidates left, which add up to 1.
    public void computeChances() {
        if (chancesKnown) {
            return;
        }
        chances = chances.length < size ? new float[room(size)] : chances;
        float greatest = greatest();
        double sum = 0;
        for (int i = 0; i < size; i++) {
            chances[i] = weight(logits[i], greatest);
            sum += chances[i];
        }
        float factor = sum == 0 ? 0 : (float) (1 / sum);
        for (int i = 0; i < size; i++) {
            chances[i] *= factor;
        }
        logSum = greatest + Math.log(sum);
        sumKnown = true;
        chancesKnown = true;
    }

    private static float weight(float logit, float greatest) {
        if (logit == Float.NEGATIVE_INFINITY) {
            return 0;
        }
        // Equal ones first: infinity less infinity is not a number.
        float below = logit == greatest ? 0 : logit - greatest;
        return below < NEVER ? 0 : (float) Math.exp(below);
    }

    /// The probability of a candidate, as [#computeChances] found it.
    public float chance(int index) {
        return chances[index];
    }

    /// Drops all but the first `count`, at least one.
    public void truncate(int count) {
        if (count < size) {
            identify();
            size = Math.max(1, count);
            sorted = Math.min(sorted, size);
            chancesKnown = false;
            sumKnown = false;
        }
    }

    /// Drops the candidates whose index fails the test, and keeps the others in order.
    public void keep(IntPredicate test) {
        identify();
        int kept = 0;
        int keptSorted = 0;
        for (int i = 0; i < size; i++) {
            if (test.test(i)) {
                logits[kept] = logits[i];
                ids[kept] = ids[i];
                kept++;
                keptSorted += i < sorted ? 1 : 0;
            }
        }
        if (kept < size) {
            chancesKnown = false;
            sumKnown = false;
        }
        size = kept;
        sorted = keptSorted;
    }

    /// Drops the candidates whose token is not in the set.
    public void keep(BitSet tokens) {
        keep(index -> tokens.get(id(index)));
    }

    /// Writes down who the candidates are, before they lose their places.
    private void identify() {
        if (dense) {
            ids = ids.length < size ? new int[size] : ids;
            for (int i = 0; i < size; i++) {
                ids[i] = i;
            }
            dense = false;
        }
    }

    /// Brings the `count` likeliest candidates to the front, in order; the others come after them
    /// in an order that is the same every time.
    public void sort(int count) {
        int wanted = Math.min(count, size);
        if (sorted >= wanted) {
            return;
        }
        int front = rank(wanted, true);
        for (int i = front; i < size; i++) {
            logits[i] = ranking.restLogit(i);
            ids[i] = ranking.id(i);
        }
        sorted = front;
        chancesKnown = false;
    }

    /// Drops all but the `count` likeliest, at least one, and sorts these.
    public void keepLikeliest(int count) {
        int wanted = Math.max(1, Math.min(count, size));
        if (sorted < wanted) {
            size = Math.min(rank(wanted, false), wanted);
            sorted = size;
            chancesKnown = false;
            sumKnown = false;
        } else {
            truncate(wanted);
        }
    }

    /// Sorts at least the `wanted` likeliest to the front and gives how many these are.
    ///
    /// @param rest true to leave the others in the ranking behind them
    private int rank(int wanted, boolean rest) {
        int front = ranking.rank(this, greatest(), wanted, rest);
        int needed = rest ? size : front;
        ids = ids.length < needed ? new int[room(needed)] : ids;
        dense = false;
        for (int i = 0; i < front; i++) {
            logits[i] = ranking.logit(i);
            ids[i] = ranking.id(i);
        }
        return front;
    }

    /// How long to make an array for so many candidates.
    static int room(int size) {
        return Math.max(64, Integer.highestOneBit(Math.max(1, size - 1)) << 1);
    }
}
