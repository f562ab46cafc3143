package dev.parlance.engine.llama.ffm;

import java.util.List;

/// Which part of a model GPUs compute, where the native library can use them.
///
/// @param layers how many of its layers; [#ALL] for all of them, where the library was installed
///   for that
/// @param split how several GPUs share them
/// @param mainGpu the one that is used alone without a split, counted from 0
/// @param shares of each GPU, in any unit; empty for shares by free memory
public record GpuOptions(int layers, Split split, int mainGpu, List<Double> shares) {
    /// As many layers as there are.
    public static final int ALL = -1;

    /// GPUs that any release can tell apart.
    public static final int MAX_GPUS = 16;

    /// All layers, split by layers over all GPUs.
    public static final GpuOptions USUAL = new GpuOptions(ALL, Split.LAYER, 0, List.of());

    /// How several GPUs share a model.
    public enum Split {
        /// One GPU computes everything.
        NONE(0),
        /// Each computes some layers.
        LAYER(1),
        /// Each computes some rows of every matrix.
        ROW(2);

        private final int number;

        Split(int number) {
            this.number = number;
        }

        /// The value of `enum llama_split_mode`.
        int number() {
            return number;
        }
    }

    public GpuOptions {
        shares = List.copyOf(shares);
        if (layers < ALL || mainGpu < 0 || mainGpu >= MAX_GPUS || shares.size() > MAX_GPUS) {
            throw new IllegalArgumentException(
                    "layers are -1 or more, and there are " + MAX_GPUS + " GPUs at most");
        }
        if (shares.stream().anyMatch(share -> !(share >= 0 && share <= 1e6))
                || (!shares.isEmpty() && shares.stream().allMatch(share -> share == 0))) {
            throw new IllegalArgumentException("shares are from 0 to 1000000, and one is above 0");
        }
    }

    /// True when somebody asked for a GPU, rather than left it to what there is.
    boolean wanted() {
        return layers > 0;
    }
}
