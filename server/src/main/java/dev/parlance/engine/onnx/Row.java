package dev.parlance.engine.onnx;

import java.util.Arrays;

/// One text, or one pair of texts, as the network reads it: token ids, and which of the two texts
/// each belongs to. The arrays are shared and never changed.
@SuppressWarnings("ArrayRecordComponent") // neither compared nor changed
record Row(long[] ids, long[] types) {
    int length() {
        return ids.length;
    }

    /// The parts one after the other.
    static Row join(Row... parts) {
        int length = Arrays.stream(parts).mapToInt(Row::length).sum();
        long[] ids = new long[length];
        long[] types = new long[length];
        int at = 0;
        for (Row part : parts) {
            System.arraycopy(part.ids, 0, ids, at, part.length());
            System.arraycopy(part.types, 0, types, at, part.length());
            at += part.length();
        }
        return new Row(ids, types);
    }

    /// The tokens of this range.
    Row part(int from, int to) {
        return new Row(Arrays.copyOfRange(ids, from, to), Arrays.copyOfRange(types, from, to));
    }

    /// The same tokens, all of the text with this number.
    Row of(long type) {
        long[] same = new long[ids.length];
        Arrays.fill(same, type);
        return new Row(ids, same);
    }
}
