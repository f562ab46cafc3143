package dev.parlance.core.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one load of a model differs from what is configured for it; what is `null` follows the
/// configuration.
///
/// @param contextTokens tokens of context for each choice, 1 to [#MAX_CONTEXT]; less when the model
///   was made for less
/// @param slots choices that it generates at the same time, 1 to 256
/// @param threads that compute it, 1 to 1024
/// @param batchTokens tokens of input computed in one step, 32 to 65536
/// @param memoryMap true to map its file instead of copying it
/// @param gpuLayers layers that GPUs compute; -1 for all
/// @param gpuSplit how several GPUs share it
/// @param gpuShares of each GPU, in any unit
public record LoadOptions(
        @Nullable Integer contextTokens,
        @Nullable Integer slots,
        @Nullable Integer threads,
        @Nullable Integer batchTokens,
        @Nullable Boolean memoryMap,
        @Nullable Integer gpuLayers,
        @Nullable Split gpuSplit,
        @Nullable List<Double> gpuShares) {
    /// The most tokens of context.
    public static final int MAX_CONTEXT = 16 << 20;

    /// As configured.
    public static final LoadOptions NONE =
            new LoadOptions(null, null, null, null, null, null, null, null);

    /// How several GPUs share a model.
    public enum Split {
        /// One GPU computes everything.
        NONE,
        /// Each computes some layers.
        LAYER,
        /// Each computes some rows of every matrix.
        ROW
    }

    public LoadOptions {
        within("contextTokens", contextTokens, 1, MAX_CONTEXT);
        within("slots", slots, 1, 256);
        within("threads", threads, 1, 1024);
        within("batchTokens", batchTokens, 32, 65_536);
        within("gpuLayers", gpuLayers, -1, Integer.MAX_VALUE);
        gpuShares = gpuShares == null ? null : List.copyOf(gpuShares);
    }

    private static void within(String name, @Nullable Integer value, int min, int max) {
        if (value != null && (value < min || value > max)) {
            throw new IllegalArgumentException(
                    name + " is from " + min + " to " + max + ", not " + value);
        }
    }
}
