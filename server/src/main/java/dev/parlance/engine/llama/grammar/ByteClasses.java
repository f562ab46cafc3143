package dev.parlance.engine.llama.grammar;

import java.util.BitSet;
import java.util.List;

/// Bytes that no arc of a grammar tells apart, under one number.
///
/// @param classOf for each byte its class
/// @param count the number of classes, at most 256
@SuppressWarnings("ArrayRecordComponent") // handed on, never written to
record ByteClasses(byte[] classOf, int count) {

    static ByteClasses of(List<Node> nodes) {
        BitSet begins = new BitSet(257);
        begins.set(0);
        for (Node node : nodes) {
            if (node instanceof Node.Arcs(int[] arcs)) {
                for (int i = 0; i < arcs.length; i += 3) {
                    begins.set(arcs[i]);
                    begins.set(arcs[i + 1] + 1);
                }
            }
        }
        byte[] classOf = new byte[256];
        int count = -1;
        for (int b = 0; b < 256; b++) {
            count += begins.get(b) ? 1 : 0;
            classOf[b] = (byte) count;
        }
        return new ByteClasses(classOf, count + 1);
    }
}
