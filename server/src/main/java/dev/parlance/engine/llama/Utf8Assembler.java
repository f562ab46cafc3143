package dev.parlance.engine.llama;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Joins the bytes of tokens into text, holding back a character until all of its bytes are there.
/// Bytes that are not UTF-8 become replacement characters. For one thread.
final class Utf8Assembler {
    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] held = new byte[0];

    /// The whole characters that these bytes complete, possibly none.
    String add(byte[] bytes) {
        return decode(bytes, false);
    }

    /// What is left: a replacement character where the last one was never completed.
    String finish() {
        return decode(new byte[0], true);
    }

    private String decode(byte[] bytes, boolean end) {
        ByteBuffer in = ByteBuffer.allocate(held.length + bytes.length);
        in.put(held).put(bytes).flip();
        CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
        decoder.reset();
        decoder.decode(in, out, end);
        if (end) {
            decoder.flush(out);
        }
        held = new byte[in.remaining()];
        in.get(held);
        return out.flip().toString();
    }
}
