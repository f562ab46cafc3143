package dev.parlance.engine.llama.gguf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Writes a small BERT with random weights: an encoder, which embeds and cannot generate.
public final class TinyBert {
    private static final int WIDTH = 32;
    private static final int CONTEXT = 64;

    private TinyBert() {}

    public static TinyGguf bert(long seed) {
        Random random = new Random(seed);
        TinyGguf file = new TinyGguf().hyperparameters("bert", WIDTH, 1, 4, 4, 64, CONTEXT);
        file.bool("bert.attention.causal", false).real("bert.attention.layer_norm_epsilon", 1e-5f);
        List<String> tokens = tokens();
        file.text("tokenizer.ggml.model", "bert").text("tokenizer.ggml.pre", "default");
        file.strings("tokenizer.ggml.tokens", tokens);
        file.ints("tokenizer.ggml.token_type", Collections.nCopies(tokens.size(), 1));
        file.uint("tokenizer.ggml.token_type_count", 2);
        file.uint("tokenizer.ggml.unknown_token_id", 1).uint("tokenizer.ggml.bos_token_id", 2);
        file.uint("tokenizer.ggml.cls_token_id", 2).uint("tokenizer.ggml.eos_token_id", 3);
        file.uint("tokenizer.ggml.seperator_token_id", 3);
        file.uint("tokenizer.ggml.padding_token_id", 0).uint("tokenizer.ggml.mask_token_id", 4);
        file.matrix("token_embd.weight", WIDTH, tokens.size(), 1, random);
        file.matrix("token_types.weight", WIDTH, 2, 0.1, random);
        file.matrix("position_embd.weight", WIDTH, CONTEXT, 0.1, random);
        norm(file, "token_embd_norm");
        linear(file, "blk.0.attn_q", WIDTH, WIDTH, random);
        linear(file, "blk.0.attn_k", WIDTH, WIDTH, random);
        linear(file, "blk.0.attn_v", WIDTH, WIDTH, random);
        linear(file, "blk.0.attn_output", WIDTH, WIDTH, random);
        norm(file, "blk.0.attn_output_norm");
        linear(file, "blk.0.ffn_up", WIDTH, 64, random);
        linear(file, "blk.0.ffn_down", 64, WIDTH, random);
        norm(file, "blk.0.layer_output_norm");
        return file;
    }

    /// One with a ranking head.
    public static TinyGguf ranker(long seed) {
        TinyGguf file = bert(seed);
        Random random = new Random(seed + 1);
        linear(file, "cls", WIDTH, WIDTH, random);
        linear(file, "cls.output", WIDTH, 1, random);
        return file.uint("bert.pooling_type", 4);
    }

    private static List<String> tokens() {
        List<String> tokens =
                new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
        for (char c = 'a'; c <= 'z'; c++) {
            tokens.add("\u2581" + c);
            tokens.add(String.valueOf(c));
        }
        tokens.add("\u2581hello");
        tokens.add("\u2581world");
        return tokens;
    }

    private static void linear(TinyGguf file, String name, long in, long out, Random random) {
        file.matrix(name + ".weight", in, out, 0.2, random);
        file.ones(name + ".bias", out);
    }

    private static void norm(TinyGguf file, String name) {
        file.ones(name + ".weight", WIDTH);
        file.ones(name + ".bias", WIDTH);
    }
}
