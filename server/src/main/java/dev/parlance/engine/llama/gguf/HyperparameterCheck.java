package dev.parlance.engine.llama.gguf;

import java.util.Set;

/// Checks the numbers that describe a model's shape: ranges, and the divisions and comparisons that
/// the native library performs on them without asking.
final class HyperparameterCheck {
    // LLAMA_MAX_LAYERS and LLAMA_MAX_EXPERTS of llama.cpp.
    private static final int MAX_LAYERS = 512;
    private static final int MAX_EXPERTS = 256;
    private static final int MAX_HEADS = 4096;
    private static final int MAX_WIDTH = 1 << 20;
    private static final Set<String> ROPE_SCALING =
            Set.of("none", "linear", "yarn", "longrope", "su");

    private final GgufHeader header;
    private final String prefix;

    HyperparameterCheck(GgufHeader header) {
        this.header = header;
        this.prefix = header.architecture() + ".";
    }

    void check() {
        require("context_length", 1, Integer.MAX_VALUE);
        long width = require("embedding_length", 1, MAX_WIDTH);
        int layers = (int) require("block_count", 1, MAX_LAYERS);
        heads(width, layers);
        experts();
        for (long size : perLayerIfPresent("feed_forward_length", layers)) {
            range("feed_forward_length", size, 0, 1L << 24);
        }
        range("nextn_predict_layers", 0, layers - 1);
        range("attention.sliding_window", 1, Integer.MAX_VALUE);
        range("pooling_type", 0, 4);
        positive("attention.layer_norm_rms_epsilon", 1);
        positive("attention.layer_norm_epsilon", 1);
        positive("rope.freq_base", 1e15);
        positive("rope.scaling.factor", 1e6);
        header.text(prefix + "rope.scaling.type")
                .filter(type -> !ROPE_SCALING.contains(type))
                .ifPresent(type -> {
                    throw header.refusal(
                            prefix
                                    + "rope.scaling.type is "
                                    + GgufReader.quoted(type)
                                    + ", not one of none, linear, yarn, longrope");
                });
    }

    private void heads(long width, int layers) {
        long[] heads = ModelCheck.perLayer(header, prefix + "attention.head_count", layers);
        long[] kvHeads =
                header.metadata().containsKey(prefix + "attention.head_count_kv")
                        ? ModelCheck.perLayer(header, prefix + "attention.head_count_kv", layers)
                        : heads;
        for (int i = 0; i < layers; i++) {
            range("attention.head_count", heads[i], 1, MAX_HEADS);
            range("attention.head_count_kv", kvHeads[i], 1, MAX_HEADS);
            if (heads[i] % kvHeads[i] != 0) {
                throw header.refusal(
                        prefix
                                + "attention.head_count "
                                + heads[i]
                                + " is not a multiple of head_count_kv "
                                + kvHeads[i]);
            }
        }
        range("attention.key_length", 1, 65_536);
        range("attention.value_length", 1, 65_536);
        long keyLength = header.whole(prefix + "attention.key_length").orElse(width / heads[0]);
        if (keyLength < 1) {
            throw header.refusal(
                    prefix
                            + "embedding_length "
                            + width
                            + " is smaller than attention.head_count "
                            + heads[0]);
        }
        long rotated = header.whole(prefix + "rope.dimension_count").orElse(keyLength);
        boolean mla = header.metadata().containsKey(prefix + "attention.kv_lora_rank");
        if (rotated < 0 || rotated % 2 != 0 || (rotated > keyLength && !mla)) {
            throw header.refusal(
                    prefix
                            + "rope.dimension_count is "
                            + rotated
                            + ", not an even number up to the head size "
                            + keyLength);
        }
    }

    private void experts() {
        long experts = header.whole(prefix + "expert_count").orElse(0);
        range("expert_count", experts, 0, MAX_EXPERTS);
        long used = header.whole(prefix + "expert_used_count").orElse(0);
        if (used < 0 || used > experts || (experts > 0 && used == 0)) {
            throw header.refusal(
                    prefix + "expert_used_count is " + used + " of " + experts + " experts");
        }
        long groups = header.whole(prefix + "expert_group_count").orElse(0);
        long usedGroups = header.whole(prefix + "expert_group_used_count").orElse(0);
        boolean possible =
                groups == 0
                        || (groups == 1 && experts > 1)
                        || (groups > 1
                                && groups < experts
                                && experts % groups == 0
                                && usedGroups > 0
                                && usedGroups < groups);
        if (groups < 0 || !possible) {
            throw header.refusal(
                    prefix
                            + "expert_group_count is "
                            + groups
                            + ", of which "
                            + usedGroups
                            + " are used, for "
                            + experts
                            + " experts");
        }
    }

    private long[] perLayerIfPresent(String key, int layers) {
        return header.metadata().containsKey(prefix + key)
                ? ModelCheck.perLayer(header, prefix + key, layers)
                : new long[0];
    }

    private long require(String key, long min, long max) {
        long value =
                header.whole(prefix + key)
                        .orElseThrow(() ->
                                header.refusal(prefix + key + " is missing or not a whole number"));
        range(key, value, min, max);
        return value;
    }

    private void range(String key, long min, long max) {
        header.whole(prefix + key).ifPresent(value -> range(key, value, min, max));
    }

    private void range(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw header.refusal(
                    prefix + key + " is " + value + ", not from " + min + " to " + max);
        }
    }

    private void positive(String key, double max) {
        header.real(prefix + key)
                .ifPresent(value -> {
                    if (!(value > 0 && value <= max)) {
                        throw header.refusal(
                                prefix + key + " is " + value + ", not above 0 and to " + max);
                    }
                });
    }
}
