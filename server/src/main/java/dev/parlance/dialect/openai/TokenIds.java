package dev.parlance.dialect.openai;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import java.util.ArrayList;
import java.util.List;

/// Token ids in a request: an array of whole numbers that is not empty.
final class TokenIds {
    private static final int MAX_TOKENS = 1_000_000;

    private TokenIds() {}

    static List<Integer> read(String path, JsonValue value) {
        if (!(value instanceof JsonArray)) {
            throw Faults.type(path, "a string or an array of integers", value);
        }
        List<Integer> ids = readAny(path, value);
        if (ids.isEmpty()) {
            throw Faults.emptyArray(path);
        }
        return ids;
    }

    /// The same, but there may be none.
    static List<Integer> readAny(String path, JsonValue value) {
        List<JsonValue> elements = FieldReader.elements(path, value, MAX_TOKENS);
        List<Integer> ids = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            ids.add(
                    (int)
                            FieldReader.integer(
                                    path + "[" + i + "]", elements.get(i), 0, Integer.MAX_VALUE));
        }
        return ids;
    }
}
