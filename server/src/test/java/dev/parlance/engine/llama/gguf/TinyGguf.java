package dev.parlance.engine.llama.gguf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Writes small GGUF files: by default a loadable llama model with random weights, and after some
/// calls to [#put] or [#tensor] whatever a test wants to be wrong with it.
@SuppressWarnings({"ArrayRecordComponent", "ByteBufferBackingArray", "EnumOrdinal"})
public final class TinyGguf {
    /// One encoded metadata value.
    record Entry(GgufType type, byte[] payload) {}

    /// One tensor to write; `offset` overrides the place it is said to have.
    record Tensor(
            String name, long type, List<Long> dimensions, byte[] content, @Nullable Long offset) {}

    private final Map<String, Entry> metadata = new LinkedHashMap<>();
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private int version = 3;
    private int alignment = 32;

    /// A random llama model of about 100 kB with a SentencePiece vocabulary: bytes, letters and the
    /// two chat markers.
    public static TinyGguf llama(long seed) {
        TinyGguf file = new TinyGguf().hyperparameters("llama", 32, 1, 4, 2, 64, 512);
        file.sentencePiece();
        return file.weights(32, 1, 2, 64, file.tokenCount(), new Random(seed));
    }

    /// A random llama model with a byte-level BPE vocabulary.
    public static TinyGguf bpe(long seed) {
        TinyGguf file = new TinyGguf().hyperparameters("llama", 32, 1, 4, 2, 64, 512);
        file.byteLevelBpe();
        return file.weights(32, 1, 2, 64, file.tokenCount(), new Random(seed));
    }

    /// A random llama model with a byte-level BPE vocabulary that has tokens for filling gaps.
    public static TinyGguf gaps(long seed) {
        TinyGguf file = new TinyGguf().hyperparameters("llama", 32, 1, 4, 2, 64, 512);
        file.byteLevelBpe("<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>", "<|file_sep|>");
        return file.weights(32, 1, 2, 64, file.tokenCount(), new Random(seed));
    }

    /// A LoRA adapter for [#llama], still without tensors; see [#half].
    public static TinyGguf adapter(float alpha) {
        return new TinyGguf()
                .text("general.type", "adapter")
                .text("general.architecture", "llama")
                .text("adapter.type", "lora")
                .real("adapter.lora.alpha", alpha);
    }

    /// A random half of an adapter's pair.
    public TinyGguf half(String name, long columns, long rows, Random random) {
        return matrix(name, columns, rows, 0.5, random);
    }

    /// The F32 tensor with these numbers instead.
    public TinyGguf floats(String name, float[] values) {
        Tensor old = Objects.requireNonNull(tensors.get(name));
        ByteBuffer content = buffer(values.length * 4);
        for (float value : values) {
            content.putFloat(value);
        }
        return tensor(name, old.type(), old.dimensions(), content.array(), null);
    }

    private int tokenCount() {
        byte[] payload = Objects.requireNonNull(metadata.get("tokenizer.ggml.tokens")).payload();
        return (int) ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).getLong(4);
    }

    TinyGguf hyperparameters(
            String arch, int width, int layers, int heads, int kvHeads, int ffn, int context) {
        text("general.architecture", arch).text("general.name", "tiny");
        uint("general.alignment", 32).uint("general.file_type", 0);
        uint(arch + ".context_length", context).uint(arch + ".embedding_length", width);
        uint(arch + ".block_count", layers).uint(arch + ".feed_forward_length", ffn);
        uint(arch + ".attention.head_count", heads);
        uint(arch + ".attention.head_count_kv", kvHeads);
        real(arch + ".attention.layer_norm_rms_epsilon", 1e-5f);
        return uint(arch + ".rope.dimension_count", width / heads)
                .real(arch + ".rope.freq_base", 10_000);
    }

    private void sentencePiece() {
        List<String> tokens = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
        List<Integer> types = new ArrayList<>(List.of(2, 3, 3));
        for (int b = 0; b < 256; b++) {
            tokens.add("<0x%02X>".formatted(b));
            types.add(6);
        }
        for (String marker : List.of("<|im_start|>", "<|im_end|>")) {
            tokens.add(marker);
            types.add(3);
        }
        tokens.add("\u2581");
        types.add(1);
        for (char c = 33; c < 127; c++) {
            tokens.add(String.valueOf(c));
            types.add(1);
        }
        text("tokenizer.ggml.model", "llama").text("tokenizer.ggml.pre", "default");
        strings("tokenizer.ggml.tokens", tokens);
        floats("tokenizer.ggml.scores", tokens.stream().map(t -> (float) -t.length()).toList());
        ints("tokenizer.ggml.token_type", types);
        uint("tokenizer.ggml.bos_token_id", 1).uint("tokenizer.ggml.eos_token_id", 2);
        uint("tokenizer.ggml.unknown_token_id", 0);
        bool("tokenizer.ggml.add_bos_token", true).bool("tokenizer.ggml.add_space_prefix", false);
        template();
    }

    /// @param markers control tokens beside the usual ones
    private void byteLevelBpe(String... markers) {
        List<String> tokens = new ArrayList<>();
        List<Integer> types = new ArrayList<>();
        int shifted = 256;
        for (int b = 0; b < 256; b++) {
            boolean plain = (b > 32 && b < 127) || (b > 160 && b != 173);
            tokens.add(String.valueOf((char) (plain ? b : shifted++)));
            types.add(1);
        }
        List<String> merges = List.of("h e", "l l", "he ll", "hell o", "\u0120 w");
        for (String merge : merges) {
            tokens.add(merge.replace(" ", ""));
            types.add(1);
        }
        for (String marker : List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>")) {
            tokens.add(marker);
            types.add(3);
        }
        for (String marker : markers) {
            tokens.add(marker);
            types.add(3);
        }
        text("tokenizer.ggml.model", "gpt2").text("tokenizer.ggml.pre", "gpt-2");
        strings("tokenizer.ggml.tokens", tokens).ints("tokenizer.ggml.token_type", types);
        strings("tokenizer.ggml.merges", merges);
        uint("tokenizer.ggml.bos_token_id", 261).uint("tokenizer.ggml.eos_token_id", 261);
        bool("tokenizer.ggml.add_bos_token", false);
        template();
    }

    private void template() {
        text(
                "tokenizer.chat_template",
                "{% for m in messages %}{{ '<|im_start|>' + m.role + '\\n' + m.content +"
                        + " '<|im_end|>\\n' }}{% endfor %}{% if add_generation_prompt %}"
                        + "{{ '<|im_start|>assistant\\n' }}{% endif %}");
    }

    private TinyGguf weights(
            int width, int layers, int kvHeads, int ffn, int tokens, Random random) {
        long kvWidth = (long) width / 4 * kvHeads;
        matrix("token_embd.weight", width, tokens, 1, random);
        for (int i = 0; i < layers; i++) {
            String block = "blk." + i + ".";
            ones(block + "attn_norm.weight", width);
            matrix(block + "attn_q.weight", width, width, 0.2, random);
            matrix(block + "attn_k.weight", width, kvWidth, 0.2, random);
            matrix(block + "attn_v.weight", width, kvWidth, 0.2, random);
            matrix(block + "attn_output.weight", width, width, 0.2, random);
            ones(block + "ffn_norm.weight", width);
            matrix(block + "ffn_gate.weight", width, ffn, 0.2, random);
            matrix(block + "ffn_up.weight", width, ffn, 0.2, random);
            matrix(block + "ffn_down.weight", ffn, width, 0.2, random);
        }
        ones("output_norm.weight", width);
        return matrix("output.weight", width, tokens, 0.3, random);
    }

    TinyGguf matrix(String name, long columns, long rows, double scale, Random random) {
        ByteBuffer content = buffer((int) (columns * rows * 4));
        while (content.hasRemaining()) {
            content.putFloat((float) (random.nextGaussian() * scale));
        }
        return tensor(name, 0, List.of(columns, rows), content.array(), null);
    }

    void ones(String name, long size) {
        ByteBuffer content = buffer((int) size * 4);
        while (content.hasRemaining()) {
            content.putFloat(1);
        }
        tensor(name, 0, List.of(size), content.array(), null);
    }

    public TinyGguf tensor(
            String name, long type, List<Long> dimensions, byte[] content, @Nullable Long offset) {
        tensors.put(name, new Tensor(name, type, dimensions, content, offset));
        return this;
    }

    /// The tensor with another type, shape or place than it has, over the same content.
    public TinyGguf lieAbout(
            String name,
            @Nullable Long type,
            @Nullable List<Long> dimensions,
            @Nullable Long offset) {
        Tensor old = Objects.requireNonNull(tensors.get(name));
        return tensor(
                name,
                type == null ? old.type() : type,
                dimensions == null ? old.dimensions() : dimensions,
                old.content(),
                offset);
    }

    public TinyGguf without(String keyOrTensor) {
        metadata.remove(keyOrTensor);
        tensors.remove(keyOrTensor);
        return this;
    }

    /// The numbers of an F32 tensor.
    public float[] floats(String name) {
        byte[] content = Objects.requireNonNull(tensors.get(name)).content();
        float[] values = new float[content.length / 4];
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    public List<String> keys() {
        return List.copyOf(metadata.keySet());
    }

    public List<String> tensorNames() {
        return List.copyOf(tensors.keySet());
    }

    public TinyGguf version(int version) {
        this.version = version;
        return this;
    }

    public TinyGguf alignment(int alignment) {
        this.alignment = alignment;
        return uint("general.alignment", alignment);
    }

    public TinyGguf put(String key, GgufType type, byte[] payload) {
        metadata.put(key, new Entry(type, payload));
        return this;
    }

    public TinyGguf text(String key, String value) {
        return put(key, GgufType.STRING, string(value));
    }

    public TinyGguf uint(String key, long value) {
        return put(key, GgufType.UINT32, buffer(4).putInt((int) value).array());
    }

    public TinyGguf real(String key, float value) {
        return put(key, GgufType.FLOAT32, buffer(4).putFloat(value).array());
    }

    public TinyGguf bool(String key, boolean value) {
        return put(key, GgufType.BOOL, new byte[] {(byte) (value ? 1 : 0)});
    }

    public TinyGguf strings(String key, List<String> values) {
        ByteArrayOutputStream out = arrayHead(GgufType.STRING, values.size());
        values.forEach(value -> out.writeBytes(string(value)));
        return put(key, GgufType.ARRAY, out.toByteArray());
    }

    public TinyGguf ints(String key, List<Integer> values) {
        ByteArrayOutputStream out = arrayHead(GgufType.INT32, values.size());
        values.forEach(value -> out.writeBytes(buffer(4).putInt(value).array()));
        return put(key, GgufType.ARRAY, out.toByteArray());
    }

    public TinyGguf floats(String key, List<Float> values) {
        ByteArrayOutputStream out = arrayHead(GgufType.FLOAT32, values.size());
        values.forEach(value -> out.writeBytes(buffer(4).putFloat(value).array()));
        return put(key, GgufType.ARRAY, out.toByteArray());
    }

    /// The file's bytes.
    public byte[] bytes() {
        return bytes(metadata, List.copyOf(tensors.values()));
    }

    /// The length of everything before the tensor data.
    public int headerBytes() {
        return bytes(metadata, List.copyOf(tensors.values())).length - dataBytes();
    }

    private int dataBytes() {
        return tensors.values().stream().mapToInt(t -> padded(t.content().length)).sum();
    }

    public Path write(Path file) {
        try {
            Files.createDirectories(file.getParent());
            return Files.write(file, bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same model in several files, as `llama-gguf-split` names and marks them.
    public List<Path> writeSplit(Path folder, String name, int parts) {
        List<Tensor> all = List.copyOf(tensors.values());
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            Map<String, Entry> keys = new LinkedHashMap<>(i == 0 ? metadata : Map.of());
            keys.put("split.no", new Entry(GgufType.UINT16, shortBytes(i)));
            keys.put("split.count", new Entry(GgufType.UINT16, shortBytes(parts)));
            keys.put(
                    "split.tensors.count",
                    new Entry(GgufType.INT32, buffer(4).putInt(all.size()).array()));
            List<Tensor> own = all.subList(all.size() * i / parts, all.size() * (i + 1) / parts);
            Path file = folder.resolve("%s-%05d-of-%05d.gguf".formatted(name, i + 1, parts));
            try {
                files.add(Files.write(file, bytes(keys, own)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    private byte[] bytes(Map<String, Entry> keys, List<Tensor> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        ByteBuffer counts = buffer(20).putInt(version).putLong(entries.size());
        out.writeBytes(counts.putLong(keys.size()).array());
        keys.forEach((key, entry) -> {
            out.writeBytes(string(key));
            out.writeBytes(buffer(4).putInt(entry.type().ordinal()).array());
            out.writeBytes(entry.payload());
        });
        long place = 0;
        for (Tensor tensor : entries) {
            out.writeBytes(string(tensor.name()));
            ByteBuffer entry = buffer(4 + 8 * tensor.dimensions().size() + 12);
            entry.putInt(tensor.dimensions().size());
            tensor.dimensions().forEach(entry::putLong);
            entry.putInt((int) tensor.type());
            out.writeBytes(
                    entry.putLong(tensor.offset() == null ? place : tensor.offset()).array());
            place += padded(tensor.content().length);
        }
        out.writeBytes(new byte[padded(out.size()) - out.size()]);
        for (Tensor tensor : entries) {
            out.writeBytes(tensor.content());
            out.writeBytes(new byte[padded(tensor.content().length) - tensor.content().length]);
        }
        return out.toByteArray();
    }

    private int padded(int length) {
        return (length + alignment - 1) / alignment * alignment;
    }

    private static ByteArrayOutputStream arrayHead(GgufType type, long count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(buffer(12).putInt(type.ordinal()).putLong(count).array());
        return out;
    }

    private static byte[] shortBytes(int value) {
        return buffer(2).putShort((short) value).array();
    }

    private static byte[] string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return buffer(8 + bytes.length).putLong(bytes.length).put(bytes).array();
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
