package dev.parlance.engine.llama.gguf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads the tensor entries of one header: names, shapes, types and places, each checked alone and
/// then together against the size of the data section.
final class TensorEntryReader {
    private static final int MAX_NAME_BYTES = 63;
    private static final int MAX_DIMENSIONS = 4;

    private final GgufInput in;
    private final int alignment;
    private final Set<String> names = new HashSet<>();

    TensorEntryReader(GgufInput in, int alignment) {
        this.in = in;
        this.alignment = alignment;
    }

    GgufTensor read() {
        String name = readName();
        String what = "the tensor " + GgufReader.quoted(name);
        long count = in.readUnsignedInt("the dimensions of " + what);
        if (count < 1 || count > MAX_DIMENSIONS) {
            throw in.refusal(what + " has " + count + " dimensions, not 1 to 4");
        }
        List<Long> dimensions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long size = in.readLong("the dimensions of " + what);
            // Zero would divide by zero in the native reader.
            if (size < 1) {
                throw in.refusal(
                        what + " has a dimension of " + Long.toUnsignedString(size) + " elements");
            }
            dimensions.add(size);
        }
        TensorType type = readType(what);
        long bytes = bytes(what, type, dimensions);
        long offset = in.readLong("the offset of " + what);
        if (offset < 0 || offset % alignment != 0) {
            throw in.refusal(
                    what
                            + " starts at "
                            + Long.toUnsignedString(offset)
                            + ", not a multiple of the alignment "
                            + alignment);
        }
        return new GgufTensor(name, type, dimensions, offset, bytes);
    }

    private String readName() {
        byte[] bytes = in.readString("a tensor's name", MAX_NAME_BYTES);
        if (bytes.length == 0) {
            throw in.refusal("a tensor's name is empty");
        }
        for (byte b : bytes) {
            if (b < 0x20 || b == 0x7f) {
                throw in.refusal("a tensor's name has a character outside printable ASCII");
            }
        }
        String name = new String(bytes, StandardCharsets.US_ASCII);
        if (!names.add(name)) {
            throw in.refusal("the tensor " + GgufReader.quoted(name) + " is there twice");
        }
        return name;
    }

    private TensorType readType(String what) {
        long id = in.readUnsignedInt("the type of " + what);
        TensorType type = TensorType.ofId(id);
        if (type == null) {
            throw in.refusal(what + " has the unknown type " + id);
        }
        return type;
    }

    private long bytes(String what, TensorType type, List<Long> dimensions) {
        long row = dimensions.getFirst();
        if (row % type.blockElements() != 0) {
            throw in.refusal(
                    what
                            + " has rows of "
                            + row
                            + " elements, which blocks of "
                            + type.blockElements()
                            + " ("
                            + type
                            + ") do not divide");
        }
        try {
            long bytes = Math.multiplyExact(row / type.blockElements(), type.blockBytes());
            long elements = row;
            for (long size : dimensions.subList(1, dimensions.size())) {
                bytes = Math.multiplyExact(bytes, size);
                elements = Math.multiplyExact(elements, size);
            }
            // Room for the native code's own rounding and casts to signed 64-bit.
            Math.multiplyExact(Math.max(bytes, elements), 8);
            return bytes;
        } catch (ArithmeticException e) {
            throw in.refusal(what + " has a shape whose size overflows: " + dimensions);
        }
    }

    /// Checks that no two tensors overlap and that all lie within the data section.
    static void checkPlacement(List<GgufTensor> tensors, long dataBytes, GgufInput in) {
        List<GgufTensor> inOrder = new ArrayList<>(tensors);
        inOrder.sort(Comparator.comparingLong(GgufTensor::offset));
        long free = 0;
        for (GgufTensor tensor : inOrder) {
            String what = "the tensor " + GgufReader.quoted(tensor.name());
            if (tensor.offset() < free) {
                throw in.refusal(what + " overlaps the one before it");
            }
            if (tensor.offset() > dataBytes || tensor.byteCount() > dataBytes - tensor.offset()) {
                throw in.refusal(
                        what
                                + " needs "
                                + tensor.byteCount()
                                + " bytes at "
                                + tensor.offset()
                                + ", but the file has only "
                                + Math.max(0, dataBytes)
                                + " bytes of tensor data; it may be truncated");
            }
            free = tensor.offset() + tensor.byteCount();
        }
    }
}
