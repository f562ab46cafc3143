package dev.parlance.engine.llama.gguf;

import dev.parlance.engine.llama.gguf.GgufValue.Bool;
import dev.parlance.engine.llama.gguf.GgufValue.Real;
import dev.parlance.engine.llama.gguf.GgufValue.Text;
import dev.parlance.engine.llama.gguf.GgufValue.Whole;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// All of a GGUF file but the tensor data: every offset and size in it lies within the file.
///
/// @param version 2 or 3
/// @param fileBytes length of the file when it was read
/// @param alignment of the tensor data, a power of two
/// @param dataOffset where the tensor data starts, in bytes from the start of the file
/// @param metadata keys in file order
/// @param tensors in file order
public record GgufHeader(
        Path file,
        int version,
        long fileBytes,
        int alignment,
        long dataOffset,
        Map<String, GgufValue> metadata,
        List<GgufTensor> tensors) {
    public GgufHeader {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        tensors = List.copyOf(tensors);
    }

    /// The file's name without its folder, for messages.
    public String fileName() {
        Path name = file.getFileName();
        return name == null ? file.toString() : name.toString();
    }

    /// The string under `key`, if there is one.
    public Optional<String> text(String key) {
        return metadata.get(key) instanceof Text(String value)
                ? Optional.of(value)
                : Optional.empty();
    }

    /// The whole number under `key`, if there is one.
    public OptionalLong whole(String key) {
        return metadata.get(key) instanceof Whole(_, long value)
                ? OptionalLong.of(value)
                : OptionalLong.empty();
    }

    /// The real number under `key`, if there is one.
    public OptionalDouble real(String key) {
        return metadata.get(key) instanceof Real(_, double value)
                ? OptionalDouble.of(value)
                : OptionalDouble.empty();
    }

    /// The boolean under `key`, if there is one.
    public Optional<Boolean> bool(String key) {
        return metadata.get(key) instanceof Bool(boolean value)
                ? Optional.of(value)
                : Optional.empty();
    }

    /// The array under `key`, or null when there is none.
    public GgufValue.@Nullable Array array(String key) {
        return metadata.get(key) instanceof GgufValue.Array array ? array : null;
    }

    /// The model architecture, such as `llama` or `qwen2`; empty when the file names none.
    public String architecture() {
        return text("general.architecture").orElse("");
    }

    /// A whole number of the architecture, such as `context_length`.
    public OptionalLong architectureWhole(String key) {
        return whole(architecture() + "." + key);
    }

    /// Tokens of context the model was trained for, if the file says so.
    public OptionalLong trainedContext() {
        return architectureWhole("context_length");
    }

    /// The exception for something wrong with this file.
    public GgufException refusal(String why) {
        return new GgufException(fileName(), why);
    }
}
