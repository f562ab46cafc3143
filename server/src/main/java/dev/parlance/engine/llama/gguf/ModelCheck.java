package dev.parlance.engine.llama.gguf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// Decides whether a well-formed GGUF file is a model that the native library will survive.
///
/// The library answers most nonsense with an error, but some with a failed assertion, a division by
/// zero or a read beyond an array, and each of those ends the process. Everything of that kind that
/// is known is refused here, and so is what this engine cannot serve. The list was found by reading
/// the library's assertions and by fuzzing it in child processes (`NativeFuzz` in the test
/// sources).
public final class ModelCheck {
    private final GgufHeader header;

    private ModelCheck(GgufHeader header) {
        this.header = header;
    }

    /// Checks the files of one model, in the order of their split numbers.
    ///
    /// @param parts one header, or all of a split model
    /// @param architectures those that the native library can run
    /// @return facts that later steps need
    /// @throws GgufException naming the file and what is wrong with it
    public static ModelFacts check(List<GgufHeader> parts, Set<String> architectures) {
        GgufHeader first = parts.getFirst();
        if (parts.size() > 1 || first.whole("split.count").orElse(1) > 1) {
            SplitCheck.check(parts);
        }
        ModelCheck check = new ModelCheck(first);
        check.architecture(architectures);
        new HyperparameterCheck(first).check();
        int tokens = VocabularyCheck.check(first);
        List<GgufTensor> tensors = new ArrayList<>();
        for (GgufHeader part : parts) {
            tensors.addAll(part.tensors());
        }
        check.tensors(tensors, tokens);
        return ModelFacts.of(first, tokens, parts.stream().mapToLong(GgufHeader::fileBytes).sum());
    }

    private void architecture(Set<String> known) {
        String architecture = header.architecture();
        if (architecture.isEmpty()) {
            throw header.refusal(
                    "it has no text under general.architecture, so it holds no model"
                            + " (a file of adapter weights or of a projector?)");
        }
        if (!known.contains(architecture)) {
            throw header.refusal(
                    "the native library in use cannot run the architecture "
                            + GgufReader.quoted(architecture)
                            + "; it knows "
                            + String.join(", ", known.stream().sorted().toList()));
        }
        // Asserted natively to be of this type; the number itself is only shown.
        GgufValue fileType = header.metadata().get("general.file_type");
        if (fileType != null
                && !(fileType instanceof GgufValue.Whole(var type, long value)
                        && type == GgufType.UINT32
                        && value <= 1024)) {
            throw header.refusal(
                    "general.file_type is "
                            + fileType
                            + ", not a 32-bit unsigned number up to 1024");
        }
    }

    private void tensors(List<GgufTensor> tensors, int tokens) {
        if (tensors.isEmpty()) {
            throw header.refusal("it holds no tensors, only a vocabulary");
        }
        Set<String> names = new HashSet<>();
        for (GgufTensor tensor : tensors) {
            if (!names.add(tensor.name())) {
                throw header.refusal(
                        "the tensor " + GgufReader.quoted(tensor.name()) + " is in two parts");
            }
            tensorType(tensor);
            if (tensor.name().equals("token_embd.weight")
                    && (tensor.dimensions().size() != 2 || tensor.dimension(1) != tokens)) {
                throw header.refusal(
                        "token_embd.weight has the shape "
                                + tensor.dimensions()
                                + ", which does not fit "
                                + tokens
                                + " tokens");
            }
        }
        if (!names.contains("token_embd.weight")) {
            throw header.refusal("the tensor token_embd.weight is missing");
        }
    }

    private void tensorType(GgufTensor tensor) {
        if (!tensor.type().isWeight()) {
            throw header.refusal(
                    "the tensor "
                            + GgufReader.quoted(tensor.name())
                            + " has the type "
                            + tensor.type()
                            + ", which weights cannot have");
        }
        // Shapes are compared natively, but only after operations on them were planned.
        int allowed = tensor.name().contains("_exps.") ? 3 : 2;
        if (tensor.dimensions().size() > allowed) {
            throw header.refusal(
                    "the tensor "
                            + GgufReader.quoted(tensor.name())
                            + " has "
                            + tensor.dimensions().size()
                            + " dimensions, not "
                            + allowed
                            + " at most");
        }
        // Norms and biases enter additions that know 32-bit floats only and assert it.
        boolean vector =
                tensor.dimensions().size() == 1
                        || tensor.name().endsWith("norm.weight")
                        || tensor.name().endsWith(".bias");
        if (vector && tensor.type() != TensorType.F32) {
            throw header.refusal(
                    "the tensor "
                            + GgufReader.quoted(tensor.name())
                            + " is of type "
                            + tensor.type()
                            + ", but norms and biases must be F32");
        }
    }

    /// All whole numbers under `key`: one for each layer, whether the file has one or a list.
    static long[] perLayer(GgufHeader header, String key, int layers) {
        GgufValue.Array array = header.array(key);
        if (array == null) {
            OptionalLong value = header.whole(key);
            if (value.isEmpty()) {
                throw header.refusal(key + " is missing or not a whole number");
            }
            long[] same = new long[layers];
            Arrays.fill(same, value.getAsLong());
            return same;
        }
        if (array.count() != layers) {
            throw header.refusal(
                    key + " has " + array.count() + " values, but there are " + layers + " layers");
        }
        if (array.elementType() != GgufType.INT32 && array.elementType() != GgufType.UINT32) {
            throw header.refusal(key + " is not a list of 32-bit whole numbers");
        }
        try (GgufArrays arrays = new GgufArrays(header)) {
            return arrays.wholes(array);
        }
    }
}
