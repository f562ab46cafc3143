package dev.parlance.engine.llama.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufReaderTest {
    @TempDir Path folder;

    private Path file(TinyGguf gguf) {
        return gguf.write(folder.resolve("model.gguf"));
    }

    private void refused(TinyGguf gguf, String why) {
        Path file = file(gguf);
        assertThatThrownBy(() -> GgufReader.read(file))
                .isInstanceOf(GgufException.class)
                .hasMessageStartingWith("model.gguf: ")
                .hasMessageContaining(why);
    }

    private void refused(byte[] bytes, String why) throws IOException {
        Path file = Files.write(folder.resolve("model.gguf"), bytes);
        assertThatThrownBy(() -> GgufReader.read(file))
                .isInstanceOf(GgufException.class)
                .hasMessageContaining(why);
    }

    @Test
    void reads_metadata_arrays_and_tensors() {
        GgufHeader header = GgufReader.read(file(TinyGguf.llama(1)));

        assertThat(header.version()).isEqualTo(3);
        assertThat(header.architecture()).isEqualTo("llama");
        assertThat(header.trainedContext()).hasValue(512);
        assertThat(header.text("general.name")).contains("tiny");
        assertThat(header.bool("tokenizer.ggml.add_bos_token")).contains(true);
        assertThat(header.real("llama.rope.freq_base")).hasValue(10_000);
        assertThat(header.whole("no.such.key")).isEmpty();
        GgufTensor embeddings = header.tensors().getFirst();
        assertThat(embeddings.name()).isEqualTo("token_embd.weight");
        assertThat(embeddings.dimensions()).containsExactly(32L, 356L);
        assertThat(embeddings.byteCount()).isEqualTo(32 * 356 * 4);
        assertThat(header.dataOffset() % 32).isZero();
        try (GgufArrays arrays = new GgufArrays(header)) {
            List<String> tokens = arrays.rawStrings(list(header, "tokenizer.ggml.tokens"));
            assertThat(tokens).hasSize(356).startsWith("<unk>", "<s>", "</s>");
            assertThat(
                            new String(
                                    tokens.get(261).getBytes(StandardCharsets.ISO_8859_1),
                                    StandardCharsets.UTF_8))
                    .isEqualTo("\u2581");
            assertThat(arrays.wholes(list(header, "tokenizer.ggml.token_type")))
                    .startsWith(2, 3, 3);
            assertThat(arrays.floats(list(header, "tokenizer.ggml.scores"))).startsWith(-5f);
            assertThatThrownBy(() -> arrays.floats(list(header, "tokenizer.ggml.tokens")))
                    .isInstanceOf(GgufException.class);
        }
    }

    @Test
    void reads_every_value_type() {
        TinyGguf gguf = TinyGguf.llama(1);
        gguf.put("a.u8", GgufType.UINT8, new byte[] {(byte) 200});
        gguf.put("a.i8", GgufType.INT8, new byte[] {-7});
        gguf.put("a.u16", GgufType.UINT16, new byte[] {0, (byte) 0xff});
        gguf.put("a.i16", GgufType.INT16, new byte[] {-1, -1});
        gguf.put("a.i32", GgufType.INT32, new byte[] {-2, -1, -1, -1});
        gguf.put("a.u64", GgufType.UINT64, new byte[] {5, 0, 0, 0, 0, 0, 0, 0});
        gguf.put("a.i64", GgufType.INT64, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1});
        ByteBuffer real = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(0.1);
        gguf.put("a.f64", GgufType.FLOAT64, real.array());
        GgufHeader header = GgufReader.read(file(gguf));

        assertThat(header.whole("a.u8")).hasValue(200);
        assertThat(header.whole("a.i8")).hasValue(-7);
        assertThat(header.whole("a.u16")).hasValue(0xff00);
        assertThat(header.whole("a.i16")).hasValue(-1);
        assertThat(header.whole("a.i32")).hasValue(-2);
        assertThat(header.whole("a.u64")).hasValue(5);
        assertThat(header.whole("a.i64")).hasValue(-1);
        assertThat(header.real("a.f64")).hasValue(0.1);
    }

    @Test
    void refuses_what_is_not_gguf() throws IOException {
        refused("PK\3\4 a zip file, not a model".getBytes(StandardCharsets.UTF_8), "not a GGUF");
        refused(new byte[0], "the file ends inside the magic number");
        assertThatThrownBy(() -> GgufReader.read(folder.resolve("none.gguf")))
                .isInstanceOf(GgufException.class)
                .hasMessageContaining("cannot be opened");
        assertThatThrownBy(() -> GgufReader.read(folder)).isInstanceOf(GgufException.class);
    }

    @Test
    void refuses_other_versions_and_byte_orders() {
        refused(TinyGguf.llama(1).version(1), "version 1 is not supported");
        refused(TinyGguf.llama(1).version(4), "version 4");
        refused(TinyGguf.llama(1).version(3 << 24), "big-endian");
    }

    @Test
    void refuses_every_truncation() throws IOException {
        byte[] whole = TinyGguf.llama(1).bytes();
        int header = TinyGguf.llama(1).headerBytes();
        for (int length = 0; length < whole.length; length += length < header ? 37 : 4096) {
            byte[] part = java.util.Arrays.copyOf(whole, length);
            Path file = Files.write(folder.resolve("model.gguf"), part);
            assertThatThrownBy(() -> GgufReader.read(file))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(GgufException.class);
        }
    }

    @Test
    void refuses_absurd_counts_without_allocating() throws IOException {
        byte[] bytes = TinyGguf.llama(1).bytes();
        ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        view.putLong(8, Long.MAX_VALUE);
        refused(bytes, "the number of tensors is 9223372036854775807");
        view.putLong(8, 0).putLong(16, -1);
        refused(bytes, "the number of metadata keys is 18446744073709551615");
    }

    @Test
    void refuses_strings_longer_than_the_file() {
        byte[] lie =
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(9_000_000).array();
        refused(
                TinyGguf.llama(1).put("tokenizer.chat_template", GgufType.STRING, lie),
                "the file ends inside the value of 'tokenizer.chat_template'");
    }

    @Test
    void refuses_nested_and_unknown_arrays() {
        byte[] nested = new byte[12];
        nested[0] = 9;
        refused(TinyGguf.llama(1).put("x", GgufType.ARRAY, nested), "array of arrays");
        nested[0] = 44;
        refused(TinyGguf.llama(1).put("x", GgufType.ARRAY, nested), "unknown type 44");
    }

    @Test
    void refuses_arrays_longer_than_the_file() {
        ByteBuffer array = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        refused(
                TinyGguf.llama(1)
                        .put("x", GgufType.ARRAY, array.putInt(10).putLong(9_999_999).array()),
                "the file ends inside the value of 'x'");
    }

    @Test
    void refuses_booleans_of_two() {
        refused(TinyGguf.llama(1).put("x", GgufType.BOOL, new byte[] {2}), "boolean of 2");
    }

    @Test
    void refuses_bad_alignments() {
        refused(TinyGguf.llama(1).uint("general.alignment", 0), "general.alignment is 0");
        refused(TinyGguf.llama(1).uint("general.alignment", 48), "not a power of two");
        refused(TinyGguf.llama(1).real("general.alignment", 32), "not a 32-bit unsigned");
        assertThat(GgufReader.read(file(TinyGguf.llama(1).alignment(128))).alignment())
                .isEqualTo(128);
    }

    @Test
    void refuses_strange_names() {
        refused(TinyGguf.llama(1).text("", "empty"), "a metadata key is empty");
        refused(TinyGguf.llama(1).text("a\0b", "nul"), "outside printable ASCII");
        refused(
                TinyGguf.llama(1).tensor("x".repeat(64), 0, List.of(1L), new byte[4], null),
                "the length of a tensor's name is 64");
    }

    @Test
    void refuses_tensors_that_lie() {
        String tensor = "blk.0.attn_q.weight";
        refused(TinyGguf.llama(1).lieAbout(tensor, 4L, null, null), "unknown type 4");
        refused(TinyGguf.llama(1).lieAbout(tensor, 12L, null, null), "blocks of 256 (Q4_K)");
        refused(TinyGguf.llama(1).lieAbout(tensor, null, List.of(0L, 4L), null), "0 elements");
        refused(TinyGguf.llama(1).lieAbout(tensor, null, List.of(-1L, 4L), null), "elements");
        refused(
                TinyGguf.llama(1).lieAbout(tensor, null, List.of(1L << 40, 1L << 40), null),
                "overflows");
        refused(
                TinyGguf.llama(1).lieAbout(tensor, null, List.of(1L << 31, 1L << 31, 1L), null),
                "overflows");
        refused(
                TinyGguf.llama(1).lieAbout(tensor, null, List.of(1L, 1L, 1L, 1L, 1L), null),
                "has 5 dimensions");
        refused(TinyGguf.llama(1).lieAbout(tensor, null, null, 7L), "not a multiple");
        refused(TinyGguf.llama(1).lieAbout(tensor, null, null, -32L), "not a multiple");
        refused(TinyGguf.llama(1).lieAbout(tensor, null, null, 1L << 40), "may be truncated");
        refused(TinyGguf.llama(1).lieAbout(tensor, null, null, 0L), "overlaps");
        refused(TinyGguf.llama(1).lieAbout(tensor, null, List.of(32L, 64L), null), "overlaps");
    }

    @Test
    void keeps_to_its_limits() {
        Path file = file(TinyGguf.llama(1));
        assertThatThrownBy(() ->
                        new GgufReader(new GgufLimits(1000, 100, 100, 100, 100)).readHeader(file))
                .isInstanceOf(GgufException.class);
        assertThatThrownBy(() ->
                        new GgufReader(new GgufLimits(1 << 20, 5, 100, 1000, 1000))
                                .readHeader(file))
                .hasMessageContaining("the limit is 5");
    }

    private static GgufValue.Array list(GgufHeader header, String key) {
        return Objects.requireNonNull(header.array(key));
    }
}
