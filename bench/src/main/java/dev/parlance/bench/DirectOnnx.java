package dev.parlance.bench;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// The built-in model by ONNX Runtime and the tokenizer alone, in the shortest possible way: a
/// session with the usual options, a batch for each call, padded to its longest text.
final class DirectOnnx implements AutoCloseable {
    private static final String MODEL = "/all-minilm-l6-v2-q";
    private static final int WIDTH = 384;

    private final TokenizersLibrary tokenizers = TokenizersLibrary.LIB;
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final long tokenizer;

    DirectOnnx() throws IOException {
        tokenizer =
                tokenizers.createTokenizerFromString(
                        new String(bytes("-tokenizer.json"), StandardCharsets.UTF_8));
        tokenizers.disablePadding(tokenizer);
        tokenizers.disableTruncation(tokenizer);
        try {
            session = environment.createSession(bytes(".onnx"), new OrtSession.SessionOptions());
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String suffix) throws IOException {
        try (InputStream stream = DirectOnnx.class.getResourceAsStream(MODEL + suffix)) {
            if (stream == null) {
                throw new IOException("no resource " + MODEL + suffix);
            }
            return stream.readAllBytes();
        }
    }

    float[][] embed(List<String> texts) {
        long[][] ids = new long[texts.size()][];
        int longest = 0;
        for (int i = 0; i < ids.length; i++) {
            long encoding = tokenizers.encode(tokenizer, texts.get(i), true);
            ids[i] = tokenizers.getTokenIds(encoding);
            tokenizers.deleteEncoding(encoding);
            longest = Math.max(longest, ids[i].length);
        }
        long[] tokens = new long[ids.length * longest];
        long[] mask = new long[tokens.length];
        for (int i = 0; i < ids.length; i++) {
            for (int t = 0; t < ids[i].length; t++) {
                tokens[i * longest + t] = ids[i][t];
                mask[i * longest + t] = 1;
            }
        }
        long[] shape = {ids.length, longest};
        try (OnnxTensor input = tensor(tokens, shape);
                OnnxTensor attention = tensor(mask, shape);
                OnnxTensor types = tensor(new long[tokens.length], shape);
                OrtSession.Result result =
                        session.run(
                                Map.of(
                                        "input_ids", input,
                                        "attention_mask", attention,
                                        "token_type_ids", types))) {
            return pooled(((OnnxTensor) result.get(0)).getFloatBuffer(), ids, longest);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private OnnxTensor tensor(long[] values, long[] shape) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
    }

    private static float[][] pooled(FloatBuffer hidden, long[][] ids, int longest) {
        float[][] vectors = new float[ids.length][WIDTH];
        for (int i = 0; i < ids.length; i++) {
            double square = 0;
            for (int d = 0; d < WIDTH; d++) {
                double sum = 0;
                for (int t = 0; t < ids[i].length; t++) {
                    sum += hidden.get((i * longest + t) * WIDTH + d);
                }
                vectors[i][d] = (float) sum;
                square += sum * sum;
            }
            for (int d = 0; d < WIDTH; d++) {
                vectors[i][d] = (float) (vectors[i][d] / Math.sqrt(square));
            }
        }
        return vectors;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
        tokenizers.deleteTokenizer(tokenizer);
    }
}
