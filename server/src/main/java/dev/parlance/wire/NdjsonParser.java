package dev.parlance.wire;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.problem.ApiException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Cuts a stream of JSON values, one per line, that comes in pieces of any size.
///
/// Blank lines are skipped. For one thread and one stream.
public final class NdjsonParser {
    private final JsonLimits limits;
    private final LineBuffer line;

    /// A parser of one stream; `limits` hold for each line.
    public NdjsonParser(JsonLimits limits) {
        this.limits = limits;
        this.line = new LineBuffer((int) Math.min(limits.maxBytes(), Integer.MAX_VALUE - 8));
    }

    /// The values that these bytes complete, in order.
    ///
    /// @throws IOException when a line is too long
    /// @throws ApiException `InvalidRequest` when a line is not JSON
    public List<JsonValue> feed(byte[] bytes, int offset, int length) throws IOException {
        List<JsonValue> values = new ArrayList<>();
        int end = offset + length;
        int from = offset;
        for (int at = offset; at < end; at++) {
            if (bytes[at] == '\n') {
                line.append(bytes, from, at);
                from = at + 1;
                add(values);
            }
        }
        line.append(bytes, from, end);
        return values;
    }

    /// The values that these bytes complete, in order.
    ///
    /// @throws IOException when a line is too long
    /// @throws ApiException `InvalidRequest` when a line is not JSON
    public List<JsonValue> feed(byte[] bytes) throws IOException {
        return feed(bytes, 0, bytes.length);
    }

    /// The value of a last line without its line feed, if there is one.
    ///
    /// @throws ApiException `InvalidRequest` when it is not JSON
    public List<JsonValue> finish() {
        List<JsonValue> values = new ArrayList<>();
        add(values);
        return values;
    }

    /// One value as a line, its line feed included.
    public static byte[] encode(byte[] json) {
        byte[] encoded = java.util.Arrays.copyOf(json, json.length + 1);
        encoded[json.length] = '\n';
        return encoded;
    }

    private void add(List<JsonValue> values) {
        byte[] text = line.take();
        for (byte b : text) {
            if (b != ' ' && b != '\t' && b != '\r') {
                values.add(Json.parse(text, limits));
                return;
            }
        }
    }
}
