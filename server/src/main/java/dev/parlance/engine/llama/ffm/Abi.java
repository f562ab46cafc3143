package dev.parlance.engine.llama.ffm;

import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything that differs between releases of llama.cpp: the layouts of the structs that cross the
/// border, the values their default functions must give, and the names of renamed functions.
///
/// This is the seam for another release: one more value of this type, nothing else.
///
/// @param release what to call it in messages
/// @param modelParams `struct llama_model_params`
/// @param contextParams `struct llama_context_params`
/// @param modelDefaults what `llama_model_default_params` gives, by field
/// @param contextDefaults what `llama_context_default_params` gives, by field
/// @param memoryPrefix how the names of the functions begin that change what a context remembers
/// @param memoryOf the function that gives what they take instead of the context, if they do
/// @param newSamplers true when the penalties sampler is told the size of the vocabulary first, and
///   the DRY sampler no longer what context the model was trained for
/// @param architectures the models it can run, as `general.architecture` names them
record Abi(
        String release,
        StructLayout modelParams,
        StructLayout contextParams,
        Map<String, List<Number>> modelDefaults,
        Map<String, List<Number>> contextDefaults,
        String memoryPrefix,
        @Nullable String memoryOf,
        boolean newSamplers,
        Set<String> architectures) {
    /// Larger than any release's structs, so that asking a strange library does no harm.
    static final long PROBE_BYTES = 1024;

    /// What memory is filled with before the default functions write to it.
    static final byte UNTOUCHED = (byte) 0xa5;

    Abi {
        modelDefaults = Map.copyOf(modelDefaults);
        contextDefaults = Map.copyOf(contextDefaults);
        architectures = Set.copyOf(architectures);
    }

    /// Returns if these are the defaults of this release.
    ///
    /// @param model what `llama_model_default_params` wrote over [#UNTOUCHED] memory
    /// @param context what `llama_context_default_params` wrote over it
    /// @throws IncompatibleLibraryException naming the first field that differs
    void verify(MemorySegment model, MemorySegment context) {
        verify("llama_model_params", modelParams, modelDefaults, model);
        verify("llama_context_params", contextParams, contextDefaults, context);
    }

    private void verify(
            String struct,
            StructLayout layout,
            Map<String, List<Number>> defaults,
            MemorySegment written) {
        for (long i = layout.byteSize(); i < PROBE_BYTES; i++) {
            if (written.get(ValueLayout.JAVA_BYTE, i) != UNTOUCHED) {
                throw mismatch(struct + " is larger than " + layout.byteSize() + " bytes");
            }
        }
        defaults.forEach((field, allowed) -> {
            Number value = read(layout, written, field);
            if (!allowed.contains(value)) {
                throw mismatch(struct + "." + field + " is " + value + " instead of " + allowed);
            }
        });
    }

    private IncompatibleLibraryException mismatch(String what) {
        return new IncompatibleLibraryException(
                "The native library is not "
                        + release
                        + ": by default "
                        + what
                        + ". Use the library that comes with this version of Parlance.");
    }

    private static Number read(StructLayout layout, MemorySegment struct, String field) {
        PathElement path = PathElement.groupElement(field);
        long offset = layout.byteOffset(path);
        return switch (layout.select(path)) {
            case ValueLayout.OfInt type -> struct.get(type, offset);
            case ValueLayout.OfFloat type -> struct.get(type, offset);
            case ValueLayout.OfByte type -> struct.get(type, offset);
            case ValueLayout.OfBoolean _ -> struct.get(ValueLayout.JAVA_BYTE, offset);
            default -> struct.get(ValueLayout.JAVA_LONG, offset);
        };
    }

    /// True when this release's struct has the field.
    static boolean has(StructLayout layout, String field) {
        return layout.memberLayouts().stream()
                .anyMatch(member -> member.name().filter(field::equals).isPresent());
    }

    /// Writes a field of a params struct.
    static void set(StructLayout layout, MemorySegment struct, String field, Object value) {
        PathElement path = PathElement.groupElement(field);
        long offset = layout.byteOffset(path);
        switch (value) {
            case Integer number -> struct.set(ValueLayout.JAVA_INT, offset, number);
            case Float number -> struct.set(ValueLayout.JAVA_FLOAT, offset, number);
            case Boolean bool -> struct.set(ValueLayout.JAVA_BOOLEAN, offset, bool);
            case MemorySegment pointer -> struct.set(ValueLayout.ADDRESS, offset, pointer);
            default -> throw new IllegalArgumentException("no native form for " + value);
        }
    }
}
