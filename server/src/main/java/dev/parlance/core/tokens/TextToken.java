package dev.parlance.core.tokens;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// One token of a vocabulary.
///
/// @param id its number, from 0
/// @param bytes what it stands for, 0 to 255 each; not always whole characters
public record TextToken(int id, List<Integer> bytes) {
    public TextToken {
        bytes = List.copyOf(bytes);
    }

    /// Its bytes as text, or nothing when they are no UTF-8 by themselves.
    public Optional<String> text() {
        byte[] raw = new byte[bytes.size()];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = bytes.get(i).byteValue();
        }
        String text = new String(raw, StandardCharsets.UTF_8);
        // What is no UTF-8 becomes other bytes on the way.
        return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), raw)
                ? Optional.of(text)
                : Optional.empty();
    }
}
