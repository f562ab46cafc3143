package dev.parlance.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// The ids of requests: the client's own when it is safe to repeat, else a random one.
final class RequestIds {
    private static final int MAX_LENGTH = 128;

    private RequestIds() {}

    /// The client's id when it is 1 to 128 letters, digits and `._:-`, else `req_` and 32 random
    /// hexadecimal digits. It names, it does not protect.
    static String of(@Nullable String fromClient) {
        if (fromClient != null && isSafe(fromClient)) {
            return fromClient;
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return "req_" + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }

    private static boolean isSafe(String id) {
        if (id.isEmpty() || id.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean alphanumeric =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!alphanumeric && "._:-".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
