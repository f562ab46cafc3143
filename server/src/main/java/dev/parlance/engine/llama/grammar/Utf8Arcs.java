package dev.parlance.engine.llama.grammar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/// The bytes of a set of characters, as nodes: one for the first byte, more for those that follow.
final class Utf8Arcs {
    private static final int[] LAST_OF_LENGTH = {0x7F, 0x7FF, 0xFFFF, 0x10FFFF};

    private final ToIntFunction<Node> add;
    private final Map<List<Range>, Integer> made = new HashMap<>();

    private record Range(int first, int last, List<Range> rest) {}

    /// @param add stores a node and gives its number
    Utf8Arcs(ToIntFunction<Node> add) {
        this.add = add;
    }

    /// The node that reads one character of the set and goes on to `next`.
    int node(CodePoints set, int next) {
        made.clear();
        List<List<int[]>> sequences = new ArrayList<>();
        for (int[] pair : set.pairs()) {
            split(pair[0], pair[1], sequences);
        }
        return node(grouped(sequences, 0), next);
    }

    private int node(List<Range> ranges, int next) {
        Integer known = made.get(ranges);
        if (known != null) {
            return known;
        }
        int[] arcs = new int[ranges.size() * 3];
        for (int i = 0; i < ranges.size(); i++) {
            Range range = ranges.get(i);
            arcs[i * 3] = range.first();
            arcs[i * 3 + 1] = range.last();
            arcs[i * 3 + 2] = range.rest().isEmpty() ? next : node(range.rest(), next);
        }
        int number = add.applyAsInt(new Node.Arcs(arcs));
        made.put(ranges, number);
        return number;
    }

    // Sequences with the same first range come one after the other, and other first ranges do not
    // overlap it: a range that is wider than one byte stands for whole blocks of characters.
    private static List<Range> grouped(List<List<int[]>> sequences, int depth) {
        List<Range> ranges = new ArrayList<>();
        int i = 0;
        while (i < sequences.size()) {
            int[] head = sequences.get(i).get(depth);
            int end = i;
            while (end < sequences.size()
                    && sequences.get(end).get(depth)[0] == head[0]
                    && sequences.get(end).get(depth)[1] == head[1]) {
                end++;
            }
            boolean last = depth + 1 == sequences.get(i).size();
            List<Range> rest = last ? List.of() : grouped(sequences.subList(i, end), depth + 1);
            addMerged(ranges, new Range(head[0], head[1], rest));
            i = end;
        }
        return ranges;
    }

    private static void addMerged(List<Range> ranges, Range range) {
        if (!ranges.isEmpty()) {
            Range before = ranges.getLast();
            if (before.last() + 1 == range.first() && before.rest().equals(range.rest())) {
                ranges.set(
                        ranges.size() - 1, new Range(before.first(), range.last(), range.rest()));
                return;
            }
        }
        ranges.add(range);
    }

    /// Adds byte range sequences that together read exactly the characters `first` to `last`.
    private static void split(int first, int last, List<List<int[]>> out) {
        for (int limit : LAST_OF_LENGTH) {
            if (first <= limit && last > limit) {
                split(first, limit, out);
                split(limit + 1, last, out);
                return;
            }
        }
        int length = length(first);
        // Cut where a following byte does not run through all its values.
        for (int i = 1; i < length; i++) {
            int mask = (1 << (6 * i)) - 1;
            if ((first & ~mask) != (last & ~mask)) {
                if ((first & mask) != 0) {
                    split(first, first | mask, out);
                    split((first | mask) + 1, last, out);
                    return;
                }
                if ((last & mask) != mask) {
                    split(first, (last & ~mask) - 1, out);
                    split(last & ~mask, last, out);
                    return;
                }
            }
        }
        List<int[]> sequence = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            sequence.add(new int[] {byteAt(first, i, length), byteAt(last, i, length)});
        }
        out.add(sequence);
    }

    private static int length(int codePoint) {
        int length = 1;
        while (codePoint > LAST_OF_LENGTH[length - 1]) {
            length++;
        }
        return length;
    }

    private static int byteAt(int codePoint, int index, int length) {
        int bits = codePoint >>> (6 * (length - 1 - index));
        if (index > 0) {
            return 0x80 | (bits & 0x3F);
        }
        return switch (length) {
            case 1 -> bits;
            case 2 -> 0xC0 | bits;
            case 3 -> 0xE0 | bits;
            default -> 0xF0 | bits;
        };
    }
}
