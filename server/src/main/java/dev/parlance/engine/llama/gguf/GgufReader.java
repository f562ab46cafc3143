package dev.parlance.engine.llama.gguf;

import dev.parlance.engine.llama.gguf.GgufValue.Array;
import dev.parlance.engine.llama.gguf.GgufValue.Bool;
import dev.parlance.engine.llama.gguf.GgufValue.Real;
import dev.parlance.engine.llama.gguf.GgufValue.Text;
import dev.parlance.engine.llama.gguf.GgufValue.Whole;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the header of a GGUF file (versions 2 and 3, little-endian) and checks every count, offset
/// and size in it against the limits and the file's length, with exact arithmetic.
///
/// It trusts nothing: native loaders have had a long line of overflows on crafted files, and a
/// failed native assertion takes the whole process along. What it accepts is well-formed; whether
/// the content makes a model that can be loaded is the question of [ModelCheck]. Source: ggml
/// `docs/gguf.md`, checked 2026-11-20.
public final class GgufReader {
    private static final int MAGIC = 'G' | 'G' << 8 | 'U' << 16 | 'F' << 24;
    private static final String ALIGNMENT_KEY = "general.alignment";
    private static final int DEFAULT_ALIGNMENT = 32;
    private static final int MAX_ALIGNMENT = 1 << 20;
    private static final int MAX_KEY_BYTES = 65_535;

    private final GgufLimits limits;

    public GgufReader(GgufLimits limits) {
        this.limits = limits;
    }

    /// The checked header of this file.
    ///
    /// @throws GgufException when the file is not GGUF, truncated, or beyond a limit
    public static GgufHeader read(Path file) {
        return new GgufReader(GgufLimits.DEFAULT).readHeader(file);
    }

    /// The checked header of this file.
    ///
    /// @throws GgufException when the file is not GGUF, truncated, or beyond a limit
    public GgufHeader readHeader(Path file) {
        Path name = file.getFileName();
        String fileName = name == null ? file.toString() : name.toString();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long fileBytes = channel.size();
            long end = Math.min(fileBytes, limits.maxHeaderBytes());
            return readHeader(file, fileBytes, new GgufInput(channel, fileName, 0, end));
        } catch (IOException e) {
            throw new GgufException(fileName, "cannot be opened: " + e.getMessage(), e);
        }
    }

    private GgufHeader readHeader(Path file, long fileBytes, GgufInput in) {
        if (in.readInt("the magic number") != MAGIC) {
            throw in.refusal("not a GGUF file: it does not start with the letters GGUF");
        }
        int version = in.readInt("the version");
        if (version != 2 && version != 3) {
            boolean swapped = version == 2 << 24 || version == 3 << 24;
            throw in.refusal(
                    swapped
                            ? "a big-endian GGUF file; only little-endian ones can be loaded"
                            : "GGUF version "
                                    + Integer.toUnsignedString(version)
                                    + " is not supported, only 2 and 3 are");
        }
        int tensorCount = in.readCount("the number of tensors", limits.maxTensors());
        int keyCount = in.readCount("the number of metadata keys", limits.maxKeys());
        Map<String, GgufValue> metadata = readMetadata(in, keyCount);
        int alignment = alignment(metadata, in);
        List<GgufTensor> tensors = new ArrayList<>();
        TensorEntryReader entries = new TensorEntryReader(in, alignment);
        for (int i = 0; i < tensorCount; i++) {
            tensors.add(entries.read());
        }
        long dataOffset = roundUp(in.position(), alignment);

        TensorEntryReader.checkPlacement(tensors, fileBytes - dataOffset, in);
        return new GgufHeader(file, version, fileBytes, alignment, dataOffset, metadata, tensors);
    }

    private Map<String, GgufValue> readMetadata(GgufInput in, int count) {
        Map<String, GgufValue> metadata = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String key = readKey(in);
            if (metadata.put(key, readValue(in, key)) != null) {
                throw in.refusal("the metadata key " + quoted(key) + " is there twice");
            }
        }
        return metadata;
    }

    private static String readKey(GgufInput in) {
        byte[] bytes = in.readString("a metadata key", MAX_KEY_BYTES);
        if (bytes.length == 0) {
            throw in.refusal("a metadata key is empty");
        }
        for (byte b : bytes) {
            // The native reader compares keys as C strings, so a NUL would make two of them equal.
            if (b < 0x20 || b == 0x7f) {
                throw in.refusal("a metadata key has a character outside printable ASCII");
            }
        }
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private GgufValue readValue(GgufInput in, String key) {
        String what = "the value of " + quoted(key);
        GgufType type = readType(in, what);
        return switch (type) {
            case UINT8 -> new Whole(type, in.readByte(what) & 0xff);
            case INT8 -> new Whole(type, in.readByte(what));
            case UINT16 -> new Whole(type, in.readShort(what) & 0xffff);
            case INT16 -> new Whole(type, in.readShort(what));
            case UINT32 -> new Whole(type, in.readUnsignedInt(what));
            case INT32 -> new Whole(type, in.readInt(what));
            case UINT64, INT64 -> new Whole(type, in.readLong(what));
            case FLOAT32 -> new Real(type, Float.intBitsToFloat(in.readInt(what)));
            case FLOAT64 -> new Real(type, Double.longBitsToDouble(in.readLong(what)));
            case BOOL -> new Bool(readBool(in, what));
            case STRING ->
                    new Text(
                            new String(
                                    in.readString(what, limits.maxStringBytes()),
                                    StandardCharsets.UTF_8));
            case ARRAY -> readArray(in, what);
        };
    }

    private static boolean readBool(GgufInput in, String what) {
        int value = in.readByte(what);
        if (value != 0 && value != 1) {
            throw in.refusal(what + " is a boolean of " + value + ", not 0 or 1");
        }
        return value == 1;
    }

    private Array readArray(GgufInput in, String what) {
        GgufType elementType = readType(in, what);
        int count = in.readCount("the number of elements in " + what, limits.maxElements());
        long offset = in.position();
        switch (elementType) {
            case ARRAY -> throw in.refusal(what + " is an array of arrays, which is not supported");
            case STRING -> {
                for (int i = 0; i < count; i++) {
                    in.skip(
                            in.readCount(
                                    "the length of a string in " + what, limits.maxStringBytes()),
                            what);
                }
            }
            case BOOL -> {
                for (int i = 0; i < count; i++) {
                    readBool(in, what);
                }
            }
            default -> in.skip(Math.multiplyExact((long) count, elementType.bytes()), what);
        }
        return new Array(elementType, count, offset, in.position() - offset);
    }

    private static GgufType readType(GgufInput in, String what) {
        long id = in.readUnsignedInt("the type of " + what);
        GgufType type = GgufType.ofId(id);
        if (type == null) {
            throw in.refusal(what + " has the unknown type " + id);
        }
        return type;
    }

    private static int alignment(Map<String, GgufValue> metadata, GgufInput in) {
        GgufValue value = metadata.get(ALIGNMENT_KEY);
        if (value == null) {
            return DEFAULT_ALIGNMENT;
        }
        // The native reader asserts exactly this type, and 8 is the least it can map.
        if (!(value instanceof Whole(GgufType type, long alignment)) || type != GgufType.UINT32) {
            throw in.refusal(ALIGNMENT_KEY + " is not a 32-bit unsigned number");
        }
        if (alignment < 8 || alignment > MAX_ALIGNMENT || Long.bitCount(alignment) != 1) {
            throw in.refusal(
                    ALIGNMENT_KEY + " is " + alignment + ", not a power of two from 8 to 2^20");
        }
        return (int) alignment;
    }

    private static long roundUp(long offset, int alignment) {
        return Math.addExact(offset, alignment - 1L) & -alignment;
    }

    static String quoted(String name) {
        return "'" + (name.length() > 80 ? name.substring(0, 80) + "…" : name) + "'";
    }
}
