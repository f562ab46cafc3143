package dev.parlance.engine.llama.gguf;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Reads the metadata arrays that a header only points at. Owns an open file until closed; for one
/// thread.
public final class GgufArrays implements AutoCloseable {
    private final GgufHeader header;
    private final FileChannel channel;

    /// @throws GgufException when the file cannot be opened any more
    public GgufArrays(GgufHeader header) {
        this.header = header;
        try {
            channel = FileChannel.open(header.file(), StandardOpenOption.READ);
        } catch (IOException e) {
            throw new GgufException(header.fileName(), "cannot be opened: " + e.getMessage(), e);
        }
    }

    /// The strings of this array as raw bytes, one `char` from 0 to 255 for each byte, because
    /// tokens need not be UTF-8.
    public List<String> rawStrings(GgufValue.Array array) {
        requireType(array, GgufType.STRING);
        GgufInput in = input(array);
        List<String> strings = new ArrayList<>(array.count());
        for (int i = 0; i < array.count(); i++) {
            byte[] bytes = in.readString("a string", Integer.MAX_VALUE - 8);
            strings.add(new String(bytes, StandardCharsets.ISO_8859_1));
        }
        return strings;
    }

    /// This array as it lies in the file, one `char` from 0 to 255 for each byte: to look for
    /// something in all its strings at once.
    String bytes(GgufValue.Array array) {
        byte[] bytes = input(array).readBytes("an array", Math.toIntExact(array.byteCount()));
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /// The whole numbers of this array.
    public long[] wholes(GgufValue.Array array) {
        GgufInput in = input(array);
        long[] numbers = new long[array.count()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] =
                    switch (array.elementType()) {
                        case UINT8 -> in.readByte("an element") & 0xff;
                        case INT8, BOOL -> in.readByte("an element");
                        case UINT16 -> in.readShort("an element") & 0xffff;
                        case INT16 -> in.readShort("an element");
                        case UINT32 -> in.readUnsignedInt("an element");
                        case INT32 -> in.readInt("an element");
                        case UINT64, INT64 -> in.readLong("an element");
                        case FLOAT32, FLOAT64, STRING, ARRAY ->
                                throw header.refusal("an array of whole numbers was expected");
                    };
        }
        return numbers;
    }

    /// The 32-bit reals of this array.
    public float[] floats(GgufValue.Array array) {
        requireType(array, GgufType.FLOAT32);
        GgufInput in = input(array);
        float[] numbers = new float[array.count()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Float.intBitsToFloat(in.readInt("an element"));
        }
        return numbers;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new GgufException(header.fileName(), "cannot be closed: " + e.getMessage(), e);
        }
    }

    private GgufInput input(GgufValue.Array array) {
        return new GgufInput(
                channel, header.fileName(), array.offset(), array.offset() + array.byteCount());
    }

    private void requireType(GgufValue.Array array, GgufType type) {
        if (array.elementType() != type) {
            throw header.refusal(
                    "an array of " + type + " was expected, not of " + array.elementType());
        }
    }
}
