package dev.parlance.core.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// One key: the hash of its secret and the caller that it proves. The secret itself is not kept.
///
/// @param sha256 the secret's SHA-256 in lower-case hex, 64 digits
/// @param caller who presents it
public record ApiKey(String sha256, Caller caller) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    public ApiKey {
        if (!HEX.matcher(sha256).matches()) {
            throw new IllegalArgumentException("a key's hash is 64 lower-case hex digits");
        }
    }

    /// The SHA-256 of a secret in lower-case hex. Keys are long and random, hence no salt and no
    /// slow hash: there is no dictionary to guard against.
    public static String hash(String secret) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
