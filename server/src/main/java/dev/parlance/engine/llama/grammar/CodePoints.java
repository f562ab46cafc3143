package dev.parlance.engine.llama.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// A set of Unicode code points; surrogates are never in it, since UTF-8 cannot write them.
///
/// @param ranges first and last of each range, ascending, neither touching nor overlapping
@SuppressWarnings("ArrayRecordComponent") // compared by content below, never written to
record CodePoints(int[] ranges) {
    static final CodePoints NONE = new CodePoints(new int[0]);
    static final CodePoints ANY = range(0, Character.MAX_CODE_POINT);

    private static final int FIRST_SURROGATE = 0xD800;
    private static final int LAST_SURROGATE = 0xDFFF;

    static CodePoints of(int codePoint) {
        return range(codePoint, codePoint);
    }

    static CodePoints range(int first, int last) {
        return of(List.of(new int[] {first, last}));
    }

    /// All characters of this text.
    static CodePoints anyOf(String text) {
        return of(text.codePoints().mapToObj(c -> new int[] {c, c}).toList());
    }

    /// The union of these ranges, in any order.
    static CodePoints of(List<int[]> pairs) {
        List<int[]> sorted = new ArrayList<>();
        for (int[] pair : pairs) {
            add(sorted, pair[0], Math.min(pair[1], FIRST_SURROGATE - 1));
            add(sorted, Math.max(pair[0], LAST_SURROGATE + 1), pair[1]);
        }
        sorted.sort(Comparator.comparingInt(pair -> pair[0]));
        int[] merged = new int[sorted.size() * 2];
        int size = 0;
        for (int[] pair : sorted) {
            if (size > 0 && pair[0] <= after(merged[size - 1])) {
                merged[size - 1] = Math.max(merged[size - 1], pair[1]);
            } else {
                merged[size++] = pair[0];
                merged[size++] = pair[1];
            }
        }
        return new CodePoints(Arrays.copyOf(merged, size));
    }

    private static void add(List<int[]> ranges, int first, int last) {
        if (first <= last) {
            ranges.add(new int[] {first, last});
        }
    }

    private static int after(int codePoint) {
        return codePoint + 1 == FIRST_SURROGATE ? LAST_SURROGATE + 1 : codePoint + 1;
    }

    private static int before(int codePoint) {
        return codePoint - 1 == LAST_SURROGATE ? FIRST_SURROGATE - 1 : codePoint - 1;
    }

    boolean isEmpty() {
        return ranges.length == 0;
    }

    boolean contains(int codePoint) {
        int at = Arrays.binarySearch(ranges, codePoint);
        // An odd place to insert lies inside a range.
        return at >= 0 || ((-at - 1) % 2 == 1 && !isSurrogate(codePoint));
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= FIRST_SURROGATE && codePoint <= LAST_SURROGATE;
    }

    CodePoints or(CodePoints other) {
        List<int[]> all = new ArrayList<>(pairs());
        all.addAll(other.pairs());
        return of(all);
    }

    CodePoints not() {
        List<int[]> gaps = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < ranges.length; i += 2) {
            if (ranges[i] > from) {
                gaps.add(new int[] {from, before(ranges[i])});
            }
            from = after(ranges[i + 1]);
        }
        if (from <= Character.MAX_CODE_POINT) {
            gaps.add(new int[] {from, Character.MAX_CODE_POINT});
        }
        return of(gaps);
    }

    CodePoints and(CodePoints other) {
        List<int[]> common = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < ranges.length && j < other.ranges.length) {
            add(
                    common,
                    Math.max(ranges[i], other.ranges[j]),
                    Math.min(ranges[i + 1], other.ranges[j + 1]));
            if (ranges[i + 1] < other.ranges[j + 1]) {
                i += 2;
            } else {
                j += 2;
            }
        }
        return of(common);
    }

    CodePoints minus(CodePoints other) {
        return and(other.not());
    }

    List<int[]> pairs() {
        List<int[]> pairs = new ArrayList<>(ranges.length / 2);
        for (int i = 0; i < ranges.length; i += 2) {
            pairs.add(new int[] {ranges[i], ranges[i + 1]});
        }
        return pairs;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CodePoints(int[] theirs) && Arrays.equals(ranges, theirs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ranges);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int[] pair : pairs()) {
            text.append(Integer.toHexString(pair[0]))
                    .append('-')
                    .append(Integer.toHexString(pair[1]))
                    .append(' ');
        }
        return text.append(']').toString();
    }
}
