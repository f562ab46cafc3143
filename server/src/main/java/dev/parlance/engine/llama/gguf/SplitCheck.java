package dev.parlance.engine.llama.gguf;

import java.util.List;

/// Checks that the files of a split model belong together.
final class SplitCheck {
    private SplitCheck() {}

    static void check(List<GgufHeader> parts) {
        GgufHeader first = parts.getFirst();
        long tensors = 0;
        for (int i = 0; i < parts.size(); i++) {
            GgufHeader part = parts.get(i);
            number(part, "split.no", i);
            number(part, "split.count", parts.size());
            tensors += part.tensors().size();
        }
        number(first, "split.tensors.count", tensors);
    }

    private static void number(GgufHeader part, String key, long expected) {
        long value =
                part.whole(key)
                        .orElseThrow(() ->
                                part.refusal(
                                        key
                                                + " is missing or not a whole number,"
                                                + " which a split model needs"));
        if (value != expected) {
            throw part.refusal(
                    key
                            + " is "
                            + value
                            + ", but the parts found make it "
                            + expected
                            + "; is a part missing or of another model?");
        }
    }
}
