package dev.parlance.engine.llama.gguf;

/// One metadata value. Arrays stay in the file: a value says where, [GgufArrays] reads them.
public sealed interface GgufValue {

    /// The type as written in the file.
    GgufType type();

    /// A whole number; an unsigned 64-bit number above `Long.MAX_VALUE` is negative here.
    record Whole(GgufType type, long value) implements GgufValue {}

    /// A number with a fraction.
    record Real(GgufType type, double value) implements GgufValue {}

    /// A boolean.
    record Bool(boolean value) implements GgufValue {
        @Override
        public GgufType type() {
            return GgufType.BOOL;
        }
    }

    /// A string, decoded as UTF-8 with replacement of what is not.
    record Text(String value) implements GgufValue {
        @Override
        public GgufType type() {
            return GgufType.STRING;
        }
    }

    /// An array of numbers, booleans or strings.
    ///
    /// @param elementType never [GgufType#ARRAY]: the native reader knows no nested arrays
    /// @param count elements
    /// @param offset of the first element, in bytes from the start of the file
    /// @param byteCount bytes of all elements, string lengths included
    record Array(GgufType elementType, int count, long offset, long byteCount)
            implements GgufValue {
        @Override
        public GgufType type() {
            return GgufType.ARRAY;
        }
    }
}
