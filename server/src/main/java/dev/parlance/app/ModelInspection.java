package dev.parlance.app;

import dev.parlance.cli.Check;
import dev.parlance.engine.llama.gguf.GgufException;
import dev.parlance.engine.llama.gguf.GgufHeader;
import dev.parlance.engine.llama.gguf.GgufReader;
import dev.parlance.engine.llama.gguf.GgufTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the header of a model's file says, for `models show`.
final class ModelInspection {
    private ModelInspection() {}

    /// The findings; a file that cannot be read is one of them.
    static List<Check> of(Path file) {
        GgufHeader header;
        try {
            header = GgufReader.read(file);
        } catch (GgufException e) {
            return List.of(
                    Check.problem("problem", String.valueOf(e.getMessage()), "Pull it again."));
        }
        List<Check> checks = new ArrayList<>();
        checks.add(Check.fine("architecture", header.architecture()));
        header.text("general.name").ifPresent(name -> checks.add(Check.fine("name", name)));
        if (header.whole("split.count").orElse(1) <= 1) {
            long parameters = header.tensors().stream().mapToLong(ModelInspection::elements).sum();
            checks.add(Check.fine("parameters", millions(parameters)));
        }
        header.trainedContext()
                .ifPresent(tokens -> checks.add(Check.fine("context", tokens + " tokens")));
        checks.add(
                Check.fine(
                        "chat template",
                        header.text("tokenizer.chat_template").isPresent() ? "yes" : "no"));
        return checks;
    }

    private static long elements(GgufTensor tensor) {
        return tensor.dimensions().stream().reduce(1L, (a, b) -> a * b);
    }

    private static String millions(long parameters) {
        return parameters >= 1_000_000_000
                ? "%.2f billion".formatted(parameters / 1e9)
                : "%.1f million".formatted(parameters / 1e6);
    }
}
