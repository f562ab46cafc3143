package dev.parlance.engine.llama.gguf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Makes damaged and crafted GGUF files from valid ones, the same from the same random numbers.
public final class GgufMutations {
    private static final int[] EDGES = {
        0, 1, 2, 3, 5, 7, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0xffff, 255, 256, 12, 13, 512
    };
    private static final float[] REALS = {
        0, -1, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, Float.POSITIVE_INFINITY, 1
    };
    private static final List<String> WORDS =
            List.of("llama", "gpt2", "bert", "", "default", "llama-bpe", "qwen2", "yarn", "\0");
    private static final List<String> FURTHER_KEYS =
            List.of(
                    "bert.pooling_type",
                    "bert.attention.sliding_window",
                    "llama.attention.key_length",
                    "llama.attention.value_length",
                    "llama.expert_count",
                    "llama.expert_used_count",
                    "llama.rope.scaling.factor",
                    "llama.attention.sliding_window",
                    "llama.attention.causal",
                    "llama.pooling_type",
                    "llama.vocab_size",
                    "tokenizer.ggml.padding_token_id",
                    "tokenizer.ggml.eot_token_id",
                    "tokenizer.ggml.add_eos_token",
                    "split.count");

    private GgufMutations() {}

    private static TinyGguf valid(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> TinyGguf.llama(1);
            case 1 -> TinyGguf.bpe(1);
            default -> TinyBert.bert(1);
        };
    }

    /// A damaged or a crafted file.
    public static byte[] any(Random random) {
        return random.nextBoolean() ? damaged(random) : crafted(random);
    }

    /// A valid file with one to four defects of its bytes, in the header.
    public static byte[] damaged(Random random) {
        TinyGguf valid = valid(random);
        byte[] bytes = valid.bytes();
        int header = valid.headerBytes();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(Math.min(header, bytes.length - 8) + 1);
            ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length) + 16);
                case 3 -> view.putLong(at & ~7, random.nextLong() >>> random.nextInt(64));
                case 4 -> view.putInt(at & ~3, edge(random));
                default -> {
                    int length = random.nextInt(Math.min(64, bytes.length - at));
                    int from = random.nextInt(bytes.length - length);
                    System.arraycopy(bytes, from, bytes, at, length);
                }
            }
        }
        return bytes;
    }

    /// A well-formed file whose content lies in one to three places.
    public static byte[] crafted(Random random) {
        TinyGguf file = valid(random);
        for (int i = random.nextInt(3); i >= 0; i--) {
            List<String> keys = new ArrayList<>(file.keys());
            keys.addAll(FURTHER_KEYS);
            String key = pick(random, keys);
            String tensor = pick(random, file.tensorNames());
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> file.uint(key, edge(random));
                case 3 -> file.real(key, REALS[random.nextInt(REALS.length)]);
                case 4 -> file.text(key, pick(random, WORDS));
                case 5 -> file.bool(key, random.nextBoolean());
                case 6 -> file.without(random.nextBoolean() ? key : tensor);
                case 7 -> list(file, key, random);
                case 8 -> file.lieAbout(tensor, (long) random.nextInt(40), null, null);
                default -> file.lieAbout(tensor, null, shape(random), null);
            }
        }
        return file.bytes();
    }

    private static void list(TinyGguf file, String key, Random random) {
        int length = random.nextInt(400);
        switch (random.nextInt(3)) {
            case 0 -> file.ints(key, random.ints(length, 0, 8).boxed().toList());
            case 1 ->
                    file.floats(
                            key,
                            random.doubles(length).mapToObj(number -> (float) number).toList());
            default ->
                    file.strings(
                            key,
                            random.ints(length)
                                    .mapToObj(i -> i % 7 == 0 ? "<0x41>" : "a" + i + " b")
                                    .toList());
        }
    }

    private static List<Long> shape(Random random) {
        List<Long> shape = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            shape.add(1L << random.nextInt(8));
        }
        return shape;
    }

    private static int edge(Random random) {
        return EDGES[random.nextInt(EDGES.length)];
    }

    private static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
