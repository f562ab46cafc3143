package dev.parlance.telemetry;

import java.time.Duration;
import java.util.stream.LongStream;

/// The histograms' bucket bounds, those that OpenTelemetry advises.
///
/// Source: https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics/ (2026-11-20)
final class Buckets {
    /// For whole calls and requests: 10 ms to 82 s, doubling.
    static final Duration[] REQUEST =
            millis(10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120, 10240, 20480, 40960, 81920);

    /// For the time to the first token: 1 ms to 10 s.
    static final Duration[] FIRST =
            millis(1, 5, 10, 20, 40, 60, 80, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000);

    /// For the time between tokens: 10 ms to 2.5 s.
    static final Duration[] NEXT =
            millis(10, 25, 50, 75, 100, 150, 200, 300, 400, 500, 750, 1000, 2500);

    private Buckets() {}

    private static Duration[] millis(long... bounds) {
        return LongStream.of(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
