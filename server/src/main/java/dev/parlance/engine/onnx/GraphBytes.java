package dev.parlance.engine.onnx;

import dev.parlance.engine.onnx.ModelFiles.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// What the bytes of an ONNX file tell that the runtime does not.
final class GraphBytes {
    /// Operators that take the scale of activations from the activations themselves.
    private static final List<byte[]> DYNAMIC =
            List.of(
                    "DynamicQuantizeLinear".getBytes(StandardCharsets.US_ASCII),
                    "DynamicQuantizeMatMul".getBytes(StandardCharsets.US_ASCII),
                    "DynamicQuantizeLSTM".getBytes(StandardCharsets.US_ASCII));

    private static final int CHUNK = 1 << 16;
    // Operators stand before weights in every file that the usual exporters write.
    private static final long LOOK_AT = 64L << 20;

    private GraphBytes() {}

    /// True when a batch's values are quantized by one scale that depends on all of them.
    static boolean quantizesAsItGoes(Place graph) {
        int overlap = DYNAMIC.stream().mapToInt(name -> name.length).max().orElseThrow() - 1;
        byte[] window = new byte[CHUNK + overlap];
        int kept = 0;
        try (InputStream bytes = graph.open()) {
            for (long seen = 0; seen < LOOK_AT; ) {
                int read = bytes.readNBytes(window, kept, CHUNK);
                if (read == 0) {
                    return false;
                }
                int filled = kept + read;
                for (byte[] name : DYNAMIC) {
                    if (contains(window, filled, name)) {
                        return true;
                    }
                }
                seen += read;
                kept = Math.min(overlap, filled);
                System.arraycopy(window, filled - kept, window, 0, kept);
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean contains(byte[] window, int filled, byte[] name) {
        for (int i = 0; i + name.length <= filled; i++) {
            if (window[i] == name[0]
                    && Arrays.equals(window, i, i + name.length, name, 0, name.length)) {
                return true;
            }
        }
        return false;
    }
}
