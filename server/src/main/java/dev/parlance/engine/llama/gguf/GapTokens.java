package dev.parlance.engine.llama.gguf;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Whether a file's vocabulary has tokens for filling a gap, by the ids that the file gives for
/// them or by the names that the native library knows.
public final class GapTokens {
    private static final String TOKENS = "tokenizer.ggml.tokens";
    private static final List<List<String>> IDS =
            List.of(
                    List.of("fim_pre_token_id", "fim_suf_token_id", "fim_mid_token_id"),
                    List.of("prefix_token_id", "suffix_token_id", "middle_token_id"));
    private static final List<List<String>> NAMES =
            List.of(
                    List.of("<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>"),
                    List.of("<fim-prefix>", "<fim-suffix>", "<fim-middle>"),
                    List.of("<\uFF5Cfim\u2581begin\uFF5C>", "<\uFF5Cfim\u2581hole\uFF5C>"),
                    List.of("<PRE>", "<SUF>", "<MID>"));

    private GapTokens() {}

    /// True when a file has all that are needed, as far as can be told without loading it.
    public static boolean areIn(GgufHeader header) {
        if (IDS.stream().anyMatch(ids -> ids.stream().allMatch(id -> has(header, id)))) {
            return true;
        }
        GgufValue.Array tokens = header.array(TOKENS);
        if (tokens == null || tokens.elementType() != GgufType.STRING) {
            return false;
        }
        try (GgufArrays arrays = new GgufArrays(header)) {
            String all = arrays.bytes(tokens);
            return NAMES.stream()
                    .anyMatch(names -> names.stream().allMatch(name -> all.contains(latin(name))));
        }
    }

    private static boolean has(GgufHeader header, String id) {
        return header.whole("tokenizer.ggml." + id).isPresent();
    }

    /// The name's UTF-8 bytes, one character for each.
    private static String latin(String name) {
        return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
