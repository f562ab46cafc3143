package dev.parlance.dialect.openai;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/// Where replies get their ids, times and padding from; tests fix them. Thread-safe when its parts
/// are.
///
/// @param clock tells when a reply was made
/// @param random draws ids and padding
public record Stamps(InstantSource clock, RandomGenerator random) {
    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int ID_LENGTH = 29;

    /// The system's clock, and random numbers that are cheap and shared by no two threads: an id
    /// names a reply, it does not protect it.
    public static Stamps system() {
        return new Stamps(InstantSource.system(), () -> ThreadLocalRandom.current().nextLong());
    }

    /// A new head whose id starts with this prefix.
    ReplyHead head(String prefix) {
        return new ReplyHead(prefix + text(ID_LENGTH), clock.instant().getEpochSecond());
    }

    /// A new head whose id is this prefix and the nanoseconds since 1970; clocks are coarser than
    /// that, so the last three digits are drawn.
    ReplyHead numberedHead(String prefix) {
        Instant now = clock.instant();
        long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
        return new ReplyHead(
                prefix + (micros * 1_000 + random.nextInt(1_000)), now.getEpochSecond());
    }

    /// Letters and digits, this many.
    String text(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
