package dev.parlance.core.usage;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where a call's time went.
///
/// @param queued waiting for admission
/// @param timeToFirstChunk from the gateway's entrance to the first output; `null` without output
/// @param total from the gateway's entrance to finish or close
/// @param chunks how many output events were delivered
public record Timings(
        Duration queued, @Nullable Duration timeToFirstChunk, Duration total, int chunks) {}
