package dev.parlance.engine.llama.gguf;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The part of a ranking model that turns what it read into one score.
///
/// Natively its tensors are taken for granted, so that a file without them would end the process.
public final class RankHead {
    // The one family whose head the native library loads in every release that is used here.
    private static final String ARCHITECTURE = "bert";
    private static final int RANK_POOLING = 4;

    private RankHead() {}

    /// True when a file holds a ranking model: the whole head, in the shapes that are wanted, and
    /// no word about another kind of pooling.
    public static boolean isIn(GgufHeader header) {
        if (!header.architecture().equals(ARCHITECTURE)
                || header.architectureWhole("pooling_type").orElse(RANK_POOLING) != RANK_POOLING) {
            return false;
        }
        long width = header.architectureWhole("embedding_length").orElse(0);
        Map<String, List<Long>> shapes =
                header.tensors().stream()
                        .filter(tensor -> tensor.name().startsWith("cls."))
                        .collect(Collectors.toMap(GgufTensor::name, RankHead::shape, (a, b) -> a));
        return shapes.equals(
                Map.of(
                        "cls.weight", List.of(width, width),
                        "cls.bias", List.of(width, 1L),
                        "cls.output.weight", List.of(width, 1L),
                        "cls.output.bias", List.of(1L, 1L)));
    }

    /// True when the file says that it ranks, whether or not it can.
    public static boolean isMeant(GgufHeader header) {
        return header.architectureWhole("pooling_type").orElse(0) == RANK_POOLING;
    }

    private static List<Long> shape(GgufTensor tensor) {
        return List.of(tensor.dimension(0), tensor.dimension(1));
    }
}
