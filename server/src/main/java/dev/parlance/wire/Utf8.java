package dev.parlance.wire;

/// UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.
final class Utf8 {
    private Utf8() {}

    /// The offset of the first byte that is not part of well-formed UTF-8, or -1.
    static int firstInvalid(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            if (bytes[at] >= 0) {
                at++;
                continue;
            }
            int length = sequenceLength(bytes, at);
            if (length == 0) {
                return at;
            }
            at += length;
        }
        return -1;
    }

    /// The length of the well-formed multi-byte sequence at `at`, or 0.
    private static int sequenceLength(byte[] bytes, int at) {
        int lead = bytes[at] & 0xff;
        int left = bytes.length - at;
        if (lead >= 0xc2 && lead <= 0xdf) {
            return left > 1 && continues(bytes[at + 1]) ? 2 : 0;
        }
        if ((lead & 0xf0) == 0xe0 && left > 2) {
            int code = (lead & 0x0f) << 12 | (bytes[at + 1] & 0x3f) << 6 | (bytes[at + 2] & 0x3f);
            boolean formed = continues(bytes[at + 1]) && continues(bytes[at + 2]);
            return formed && code >= 0x800 && (code < 0xd800 || code > 0xdfff) ? 3 : 0;
        }
        if (lead >= 0xf0 && lead <= 0xf4 && left > 3) {
            int code = (lead & 0x07) << 6 | (bytes[at + 1] & 0x3f);
            boolean formed =
                    continues(bytes[at + 1])
                            && continues(bytes[at + 2])
                            && continues(bytes[at + 3]);
            return formed && code >= 0x10 && code <= 0x10f ? 4 : 0;
        }
        return 0;
    }

    private static boolean continues(byte value) {
        return (value & 0xc0) == 0x80;
    }

    /// The text with every lone surrogate replaced by U+FFFD; the same object when there is none.
    static String wellFormed(String text) {
        int at = firstLoneSurrogate(text);
        if (at < 0) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text);
        while (at < clean.length()) {
            char unit = clean.charAt(at);
            boolean pair =
                    Character.isHighSurrogate(unit)
                            && at + 1 < clean.length()
                            && Character.isLowSurrogate(clean.charAt(at + 1));
            if (!pair && Character.isSurrogate(unit)) {
                clean.setCharAt(at, '\ufffd');
            }
            at += pair ? 2 : 1;
        }
        return clean.toString();
    }

    /// The index of the first surrogate without its other half, or -1.
    static int firstLoneSurrogate(String text) {
        int at = 0;
        while (at < text.length()) {
            if (!Character.isSurrogate(text.charAt(at))) {
                at++;
            } else if (Character.isHighSurrogate(text.charAt(at))
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1))) {
                at += 2;
            } else {
                return at;
            }
        }
        return -1;
    }
}
