package dev.parlance.engine.llama.gguf;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Decides whether a well-formed GGUF file is a LoRA adapter that fits a model: natively shapes are
/// compared late, some of them by assertions that end the process.
public final class AdapterCheck {
    private static final String A = ".lora_a";
    private static final String B = ".lora_b";
    private static final Set<TensorType> TYPES =
            Set.of(TensorType.F32, TensorType.F16, TensorType.BF16);
    private static final int MAX_RANK = 4096;

    private AdapterCheck() {}

    /// Returns if the adapter fits.
    ///
    /// @param model the model's tensors by name
    /// @param architecture the model's
    /// @throws GgufException naming the file and what is wrong with it
    public static void check(
            GgufHeader adapter, String architecture, Map<String, GgufTensor> model) {
        require(adapter, "general.type", "adapter");
        require(adapter, "adapter.type", "lora");
        require(adapter, "general.architecture", architecture);
        double alpha = adapter.real("adapter.lora.alpha").orElse(Double.NaN);
        if (!(alpha >= 0 && alpha <= 1e6)) {
            throw adapter.refusal("adapter.lora.alpha is " + alpha + ", not from 0 to 1000000");
        }
        if (adapter.metadata().containsKey("adapter.alora.invocation_tokens")) {
            throw adapter.refusal("it is an activated adapter, which is not supported");
        }
        Set<String> names = new HashSet<>();
        for (GgufTensor tensor : adapter.tensors()) {
            names.add(tensor.name());
            if (!tensor.name().endsWith(A) && !tensor.name().endsWith(B)) {
                throw adapter.refusal(quoted(tensor) + " is neither a .lora_a nor a .lora_b");
            }
            if (!TYPES.contains(tensor.type()) || tensor.dimensions().size() > 2) {
                throw adapter.refusal(quoted(tensor) + " is no matrix of type F32, F16 or BF16");
            }
        }
        if (names.isEmpty()) {
            throw adapter.refusal("it holds no tensors");
        }
        for (GgufTensor tensor : adapter.tensors()) {
            pair(adapter, tensor, model, names);
        }
    }

    private static void pair(
            GgufHeader adapter,
            GgufTensor tensor,
            Map<String, GgufTensor> model,
            Set<String> names) {
        String base = tensor.name().substring(0, tensor.name().length() - A.length());
        boolean isA = tensor.name().endsWith(A);
        if (!names.contains(base + (isA ? B : A))) {
            throw adapter.refusal(quoted(tensor) + " is without its other half");
        }
        GgufTensor weight = model.get(base);
        if (weight == null) {
            throw adapter.refusal(quoted(tensor) + " is for a tensor that the model does not have");
        }
        if (weight.dimensions().size() != 2 || base.equals("token_embd.weight")) {
            throw adapter.refusal(quoted(tensor) + " is for a tensor that cannot be adapted here");
        }
        long rank = tensor.dimension(isA ? 1 : 0);
        long other = rank(adapter, base + (isA ? B : A), isA ? 0 : 1);
        boolean fits =
                isA
                        ? tensor.dimension(0) == weight.dimension(0)
                        : tensor.dimension(1) == weight.dimension(1);
        if (!fits || rank != other || rank > MAX_RANK) {
            throw adapter.refusal(
                    quoted(tensor)
                            + " has the shape "
                            + tensor.dimensions()
                            + ", which does not fit the model's "
                            + weight.dimensions());
        }
    }

    private static long rank(GgufHeader adapter, String name, int dimension) {
        return adapter.tensors().stream()
                .filter(tensor -> tensor.name().equals(name))
                .mapToLong(tensor -> tensor.dimension(dimension))
                .findFirst()
                .orElse(0);
    }

    private static void require(GgufHeader adapter, String key, String wanted) {
        String found = adapter.text(key).orElse("");
        if (!found.equals(wanted)) {
            throw adapter.refusal(
                    key
                            + " is "
                            + GgufReader.quoted(found)
                            + ", not "
                            + GgufReader.quoted(wanted)
                            + ": it is no LoRA adapter for this model");
        }
    }

    private static String quoted(GgufTensor tensor) {
        return "the tensor " + GgufReader.quoted(tensor.name());
    }
}
