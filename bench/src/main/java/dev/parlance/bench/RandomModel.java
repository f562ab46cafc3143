package dev.parlance.bench;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Writes a llama-architecture GGUF with random quantised weights: nonsense to read, but as heavy
/// to run as a trained model of its size.
///
/// @param width of the residual stream, a multiple of 32
/// @param layers how many blocks
/// @param heads attention heads; a quarter as many for keys and values
/// @param ffn width of the feed-forward part, a multiple of 32
/// @param vocabulary tokens, at least 400
/// @param format of the weights
record RandomModel(int width, int layers, int heads, int ffn, int vocabulary, Format format) {
    /// How weights are stored: a scale in half precision for each 32 of them, then the weights.
    enum Format {
        /// 8 bits a weight.
        Q8_0(8, 7, 32, 1 / 40f),
        /// 4 bits a weight.
        Q4_0(2, 2, 16, 1 / 5f);

        private final int type;
        private final int fileType;
        private final int blockBytes;
        private final float scale;

        Format(int type, int fileType, int blockBytes, float scale) {
            this.type = type;
            this.fileType = fileType;
            this.blockBytes = blockBytes;
            this.scale = scale;
        }
    }

    /// A model of 8 bits a weight.
    RandomModel(int width, int layers, int heads, int ffn, int vocabulary) {
        this(width, layers, heads, ffn, vocabulary, Format.Q8_0);
    }

    /// About 0.46 billion parameters, 0.49 or 0.26 GB: far larger than any cache.
    static RandomModel halfBillion(Format format) {
        return new RandomModel(1024, 24, 16, 4096, 32_000, format);
    }

    private static final int STRING = 8;
    private static final int UINT32 = 4;
    private static final int INT32 = 5;
    private static final int FLOAT32 = 6;
    private static final int BOOL = 7;
    private static final int ARRAY = 9;
    private static final int TYPE_F32 = 0;

    private record Tensor(String name, int rows, int columns) {
        long bytes(Format format) {
            return rows == 1 ? columns * 4L : (long) rows * columns / 32 * (2 + format.blockBytes);
        }
    }

    /// Writes the model, the same one for the same sizes.
    void write(Path file) throws IOException {
        List<Tensor> tensors = tensors();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream metadata = new ByteArrayOutputStream();
        int entries = metadata(metadata);
        put(head, 3, 4);
        put(head, tensors.size(), 8);
        put(head, entries, 8);
        head.writeBytes(metadata.toByteArray());
        long offset = 0;
        for (Tensor tensor : tensors) {
            string(head, tensor.name());
            put(head, tensor.rows() == 1 ? 1 : 2, 4);
            put(head, tensor.columns(), 8);
            if (tensor.rows() > 1) {
                put(head, tensor.rows(), 8);
            }
            put(head, tensor.rows() == 1 ? TYPE_F32 : format.type, 4);
            put(head, offset, 8);
            offset += aligned(tensor.bytes(format));
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            out.write(head.toByteArray());
            out.write(new byte[(int) (aligned(head.size()) - head.size())]);
            Random random = new Random(1);
            for (Tensor tensor : tensors) {
                out.write(weights(tensor, random));
                out.write(new byte[(int) (aligned(tensor.bytes(format)) - tensor.bytes(format))]);
            }
        }
    }

    private List<Tensor> tensors() {
        int keys = width / 4;
        List<Tensor> tensors = new ArrayList<>();
        tensors.add(new Tensor("token_embd.weight", vocabulary, width));
        for (int layer = 0; layer < layers; layer++) {
            String block = "blk." + layer + ".";
            tensors.add(new Tensor(block + "attn_norm.weight", 1, width));
            tensors.add(new Tensor(block + "attn_q.weight", width, width));
            tensors.add(new Tensor(block + "attn_k.weight", keys, width));
            tensors.add(new Tensor(block + "attn_v.weight", keys, width));
            tensors.add(new Tensor(block + "attn_output.weight", width, width));
            tensors.add(new Tensor(block + "ffn_norm.weight", 1, width));
            tensors.add(new Tensor(block + "ffn_gate.weight", ffn, width));
            tensors.add(new Tensor(block + "ffn_up.weight", ffn, width));
            tensors.add(new Tensor(block + "ffn_down.weight", width, ffn));
        }
        tensors.add(new Tensor("output_norm.weight", 1, width));
        tensors.add(new Tensor("output.weight", vocabulary, width));
        return tensors;
    }

    /// Norms of one; else blocks of random weights below a scale that keeps activations tame.
    private byte[] weights(Tensor tensor, Random random) {
        ByteBuffer bytes =
                ByteBuffer.allocate((int) tensor.bytes(format)).order(ByteOrder.LITTLE_ENDIAN);
        if (tensor.rows() == 1) {
            for (int i = 0; i < tensor.columns(); i++) {
                bytes.putFloat(1);
            }
            return bytes.array();
        }
        short scale =
                Float.floatToFloat16((float) (0.6 / Math.sqrt(tensor.columns()) * format.scale));
        byte[] block = new byte[format.blockBytes];
        while (bytes.hasRemaining()) {
            random.nextBytes(block);
            for (int i = 0; format == Format.Q8_0 && i < block.length; i++) {
                block[i] = (byte) (block[i] >> 1);
            }
            bytes.putShort(scale).put(block);
        }
        return bytes.array();
    }

    private int metadata(ByteArrayOutputStream out) {
        text(out, "general.architecture", "llama");
        text(out, "general.name", "random");
        number(out, "general.file_type", format.fileType);
        number(out, "llama.context_length", 4096);
        number(out, "llama.embedding_length", width);
        number(out, "llama.block_count", layers);
        number(out, "llama.feed_forward_length", ffn);
        number(out, "llama.attention.head_count", heads);
        number(out, "llama.attention.head_count_kv", heads / 4);
        real(out, "llama.attention.layer_norm_rms_epsilon", 1e-5f);
        real(out, "llama.rope.freq_base", 10_000);
        number(out, "llama.rope.dimension_count", width / heads);
        text(out, "tokenizer.ggml.model", "llama");
        vocabulary(out);
        number(out, "tokenizer.ggml.bos_token_id", 1);
        number(out, "tokenizer.ggml.eos_token_id", 2);
        number(out, "tokenizer.ggml.unknown_token_id", 0);
        string(out, "tokenizer.ggml.add_bos_token");
        put(out, BOOL, 4);
        put(out, 1, 1);
        return 20;
    }

    private void vocabulary(ByteArrayOutputStream out) {
        List<String> tokens = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
        List<Integer> types = new ArrayList<>(List.of(2, 3, 3));
        for (int b = 0; b < 256; b++) {
            tokens.add(String.format(java.util.Locale.ROOT, "<0x%02X>", b));
            types.add(6);
        }
        while (tokens.size() < vocabulary) {
            tokens.add("\u2581" + Integer.toString(tokens.size(), 36));
            types.add(1);
        }
        array(out, "tokenizer.ggml.tokens", STRING, tokens.size());
        tokens.forEach(token -> string(out, token));
        array(out, "tokenizer.ggml.scores", FLOAT32, tokens.size());
        for (int i = 0; i < tokens.size(); i++) {
            put(out, Float.floatToIntBits(-i), 4);
        }
        array(out, "tokenizer.ggml.token_type", INT32, types.size());
        types.forEach(type -> put(out, type, 4));
    }

    private static long aligned(long size) {
        return (size + 31) / 32 * 32;
    }

    private static void text(ByteArrayOutputStream out, String key, String value) {
        string(out, key);
        put(out, STRING, 4);
        string(out, value);
    }

    private static void number(ByteArrayOutputStream out, String key, int value) {
        string(out, key);
        put(out, UINT32, 4);
        put(out, value, 4);
    }

    private static void real(ByteArrayOutputStream out, String key, float value) {
        string(out, key);
        put(out, FLOAT32, 4);
        put(out, Float.floatToIntBits(value), 4);
    }

    private static void array(ByteArrayOutputStream out, String key, int type, int length) {
        string(out, key);
        put(out, ARRAY, 4);
        put(out, type, 4);
        put(out, length, 8);
    }

    private static void string(ByteArrayOutputStream out, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        put(out, bytes.length, 8);
        out.writeBytes(bytes);
    }

    private static void put(ByteArrayOutputStream out, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> (8 * i)) & 0xff);
        }
    }
}
