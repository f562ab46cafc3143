package dev.parlance.engine.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Tiny ONNX models, written by hand in protobuf: each token's vector is a row of a table, or a
/// score is a weighted sum of the tokens.
final class TinyOnnx {
    static final int WIDTH = 3;

    /// What `[CLS]`, `[SEP]`, `[UNK]`, `[PAD]` and the words are; the row is the id.
    static final List<String> WORDS =
            List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "red", "green", "blue", "query", ":");

    private static final int INT64 = 7;
    private static final int FLOAT = 1;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private TinyOnnx() {}

    /// The vector of the token with this id.
    static float[] row(int id) {
        return new float[] {id, id * id, 1f / (id + 1)};
    }

    /// A folder with an encoder.
    static Path encoder(Path folder) throws IOException {
        TinyOnnx graph = new TinyOnnx();
        graph.message(1, node("Gather", List.of("table", "input_ids"), "last_hidden_state"));
        return write(folder, graph, "last_hidden_state", 3);
    }

    /// A folder with a cross-encoder, whose logit is the mean of the tokens' third values.
    static Path ranker(Path folder) throws IOException {
        TinyOnnx graph = new TinyOnnx();
        graph.message(1, node("Gather", List.of("table", "input_ids"), "tokens"));
        graph.message(1, node("ReduceMean", List.of("tokens", "axes"), "logits"));
        ByteBuffer axes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(1);
        graph.message(5, tensor("axes", INT64, axes.array(), 1));
        Path written = write(folder, graph, "mean", 2);
        Files.writeString(
                written.resolve("config.json"),
                """
                {"architectures": ["BertForSequenceClassification"],
                 "id2label": {"0": "LABEL_0", "1": "LABEL_1"}}
                """);
        return written;
    }

    private static Path write(Path folder, TinyOnnx graph, String output, int rank)
            throws IOException {
        boolean ranks = rank == 2;
        int width = ranks ? 2 : WIDTH;
        ByteBuffer table =
                ByteBuffer.allocate(4 * width * WORDS.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (int id = 0; id < WORDS.size(); id++) {
            for (int i = 0; i < width; i++) {
                table.putFloat(row(id)[i]);
            }
        }
        graph.text(2, "tiny");
        graph.message(5, tensor("table", FLOAT, table.array(), WORDS.size(), width));
        graph.message(11, value("input_ids", INT64, "batch", "length"));
        graph.message(
                12,
                ranks
                        ? value("logits", FLOAT, "batch", width)
                        : value(output, FLOAT, "batch", "length", width));
        TinyOnnx operators = new TinyOnnx().text(1, "").whole(2, 18);
        TinyOnnx model = new TinyOnnx().whole(1, 8).message(7, graph).message(8, operators);
        Files.createDirectories(folder);
        Files.write(folder.resolve("model.onnx"), model.bytes.toByteArray());
        Files.writeString(folder.resolve("tokenizer.json"), tokenizer());
        return folder;
    }

    private static String tokenizer() {
        StringBuilder vocabulary = new StringBuilder();
        for (int id = 0; id < WORDS.size(); id++) {
            vocabulary.append(id == 0 ? "" : ",").append('"').append(WORDS.get(id)).append("\":");
            vocabulary.append(id);
        }
        return """
        {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [
          {"id": 2, "content": "[CLS]", "single_word": false, "lstrip": false, "rstrip": false,
           "normalized": false, "special": true},
          {"id": 3, "content": "[SEP]", "single_word": false, "lstrip": false, "rstrip": false,
           "normalized": false, "special": true}],
         "normalizer": null, "pre_tokenizer": {"type": "BertPreTokenizer"},
         "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]},
         "decoder": null,
         "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                   "max_input_chars_per_word": 100, "vocab": {VOCABULARY}}}
        """
                .replace("VOCABULARY", vocabulary);
    }

    private static TinyOnnx node(String operator, List<String> inputs, String output) {
        TinyOnnx node = new TinyOnnx();
        inputs.forEach(input -> node.text(1, input));
        node.text(2, output).text(3, output).text(4, operator);
        if (operator.equals("ReduceMean")) {
            node.message(5, new TinyOnnx().text(1, "keepdims").whole(3, 0).whole(20, 2));
        }
        return node;
    }

    private static TinyOnnx tensor(String name, int type, byte[] raw, long... dimensions) {
        TinyOnnx tensor = new TinyOnnx();
        for (long dimension : dimensions) {
            tensor.whole(1, dimension);
        }
        return tensor.whole(2, type).text(8, name).bytes(9, raw);
    }

    private static TinyOnnx value(String name, int type, Object... dimensions) {
        TinyOnnx shape = new TinyOnnx();
        for (Object dimension : dimensions) {
            TinyOnnx one = new TinyOnnx();
            shape.message(
                    1,
                    dimension instanceof Integer number
                            ? one.whole(1, number)
                            : one.text(2, dimension.toString()));
        }
        TinyOnnx tensor = new TinyOnnx().whole(1, type).message(2, shape);
        return new TinyOnnx().text(1, name).message(2, new TinyOnnx().message(1, tensor));
    }

    private TinyOnnx variable(long value) {
        long rest = value;
        while ((rest & ~127L) != 0) {
            bytes.write((int) ((rest & 127) | 128));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return this;
    }

    private TinyOnnx whole(int field, long value) {
        return variable((long) field << 3).variable(value);
    }

    private TinyOnnx bytes(int field, byte[] value) {
        variable(((long) field << 3) | 2).variable(value.length);
        bytes.writeBytes(value);
        return this;
    }

    private TinyOnnx text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    private TinyOnnx message(int field, TinyOnnx value) {
        return bytes(field, value.bytes.toByteArray());
    }
}
