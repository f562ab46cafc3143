package dev.parlance.engine.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An ONNX graph that reads tokens: BERT and its relatives. Thread-safe; several batches may be
/// computed at the same time. Closed by the model that it belongs to, when nothing runs any more.
final class Network implements AutoCloseable {
    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String TYPES = "token_type_ids";
    private static final Set<String> KNOWN = Set.of(IDS, MASK, TYPES);

    /// What exporters call the output that is wanted, in the order of preference.
    private static final List<String> OUTPUTS =
            List.of(
                    "last_hidden_state",
                    "token_embeddings",
                    "logits",
                    "sentence_embedding",
                    "output");

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Pooling pooling;
    private final Set<String> inputs;
    private final String output;

    /// @param session which this closes
    /// @throws OnnxModelException when the graph reads or gives something else
    Network(OrtEnvironment environment, OrtSession session, Pooling pooling) throws OrtException {
        this.environment = environment;
        this.session = session;
        this.pooling = pooling;
        this.inputs = session.getInputNames();
        for (NodeInfo input : session.getInputInfo().values()) {
            if (!KNOWN.contains(input.getName())) {
                throw new OnnxModelException(
                        "its graph wants the input '"
                                + input.getName()
                                + "'; understood are input_ids, attention_mask and token_type_ids");
            }
            if (!(input.getInfo() instanceof TensorInfo tensor)
                    || tensor.type != OnnxJavaType.INT64) {
                throw new OnnxModelException(
                        "its input '" + input.getName() + "' is not of 64-bit integers");
            }
        }
        if (!inputs.contains(IDS)) {
            throw new OnnxModelException("its graph has no input input_ids");
        }
        Set<String> names = session.getOutputNames();
        this.output =
                OUTPUTS.stream()
                        .filter(names::contains)
                        .findFirst()
                        .orElse(names.iterator().next());
    }

    /// The vectors of these rows, pooled; or their logits, when the graph gives one vector a row.
    List<float[]> run(List<Row> rows) throws OrtException {
        int longest = rows.stream().mapToInt(Row::length).max().orElseThrow();
        long[] shape = {rows.size(), longest};
        long[] ids = new long[rows.size() * longest];
        long[] mask = new long[ids.length];
        long[] types = new long[ids.length];
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            System.arraycopy(row.ids(), 0, ids, i * longest, row.length());
            System.arraycopy(row.types(), 0, types, i * longest, row.length());
            for (int t = 0; t < row.length(); t++) {
                mask[i * longest + t] = 1;
            }
        }
        Map<String, OnnxTensor> tensors = new HashMap<>();
        try {
            feed(tensors, IDS, ids, shape);
            feed(tensors, MASK, mask, shape);
            feed(tensors, TYPES, types, shape);
            try (OrtSession.Result result = session.run(tensors, Set.of(output))) {
                return read((OnnxTensor) result.get(0), rows);
            }
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    private void feed(Map<String, OnnxTensor> into, String name, long[] values, long[] shape)
            throws OrtException {
        if (inputs.contains(name)) {
            into.put(name, OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape));
        }
    }

    private List<float[]> read(OnnxTensor tensor, List<Row> rows) {
        long[] shape = tensor.getInfo().getShape();
        FloatBuffer values = tensor.getFloatBuffer();
        if (values == null || shape.length < 2 || shape.length > 3 || shape[0] != rows.size()) {
            throw new OnnxModelException("its output '" + output + "' is no vectors of numbers");
        }
        int width = Math.toIntExact(shape[shape.length - 1]);
        int tokens = shape.length == 3 ? Math.toIntExact(shape[1]) : 1;
        List<float[]> vectors = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            int from = i * tokens * width;
            int length = shape.length == 3 ? rows.get(i).length() : 1;
            vectors.add(pooling.pool(values, from, length, width));
        }
        return vectors;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new OnnxModelException("the session cannot be closed: " + e.getMessage(), e);
        }
    }
}
