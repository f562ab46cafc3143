package dev.parlance.core.schedule;

import java.time.Duration;

/// How many calls each model takes at once and how many may wait.
///
/// @param maxConcurrent calls that run at the same time, 1 to 100 000
/// @param maxQueued calls that may wait, 0 to 100 000
/// @param maxWait the longest wait, positive; a call's own deadline may end it sooner
public record AdmissionLimits(int maxConcurrent, int maxQueued, Duration maxWait) {
    private static final int MOST = 100_000;

    /// 64 at once, 256 waiting, 60 seconds.
    public static final AdmissionLimits DEFAULT =
            new AdmissionLimits(64, 256, Duration.ofSeconds(60));

    public AdmissionLimits {
        if (maxConcurrent < 1 || maxConcurrent > MOST) {
            throw new IllegalArgumentException("maxConcurrent is 1 to " + MOST);
        }
        if (maxQueued < 0 || maxQueued > MOST) {
            throw new IllegalArgumentException("maxQueued is 0 to " + MOST);
        }
        if (!maxWait.isPositive()) {
            throw new IllegalArgumentException("maxWait is positive");
        }
    }
}
