package dev.parlance.engine.llama.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;

/// A model's weights and vocabulary in native memory. Contexts are made from it and must be closed
/// before it is. Thread-safe except for [#close].
///
/// The file must have passed `dev.parlance.engine.llama.gguf.ModelCheck`: native code takes it at
/// its word.
public final class NativeModel implements AutoCloseable {
    private final LlamaLibrary library;
    private final MemorySegment model;
    private final Vocabulary vocabulary;
    private int openContexts;
    private boolean closed;

    private NativeModel(LlamaLibrary library, MemorySegment model) {
        this.library = library;
        this.model = model;
        this.vocabulary = new Vocabulary(library.models(), library.models().vocab(model));
    }

    /// Loads a checked file, or the first file of a split model; takes long.
    ///
    /// @throws NativeException when the library refuses it, or `progress` gave up
    public static NativeModel load(
            LlamaLibrary library, Path file, ModelOptions options, LoadProgress progress) {
        try (Arena arena = Arena.ofConfined()) {
            Abi abi = library.abi();
            MemorySegment params = ModelParams.of(library, options, arena);
            Abi.set(
                    abi.modelParams(),
                    params,
                    "progress_callback",
                    new ProgressCallback(progress).pointer(arena));
            MemorySegment path = arena.allocateFrom(file.toString());
            MemorySegment model =
                    library.log()
                            .orExplain(
                                    "The model " + file.getFileName() + " could not be loaded",
                                    () -> {
                                        MemorySegment loaded = library.models().load(path, params);
                                        return loaded.address() == 0 ? null : loaded;
                                    });
            return new NativeModel(library, model);
        }
    }

    /// The model's tokens.
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /// Numbers in one embedding.
    public int embeddingLength() {
        return library.models().embeddingLength(model);
    }

    LlamaLibrary library() {
        return library;
    }

    synchronized MemorySegment open() {
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
        openContexts++;
        return model;
    }

    synchronized void contextClosed() {
        openContexts--;
    }

    /// Frees the weights.
    ///
    /// @throws IllegalStateException while a context is open
    @Override
    public synchronized void close() {
        if (openContexts > 0) {
            throw new IllegalStateException(openContexts + " contexts of the model are still open");
        }
        if (!closed) {
            closed = true;
            vocabulary.close();
            library.models().free(model);
        }
    }

    /// The way from the native loader to a [LoadProgress].
    record ProgressCallback(LoadProgress progress) {
        MemorySegment pointer(Arena arena) {
            try {
                MethodHandle target =
                        MethodHandles.lookup()
                                .bind(
                                        this,
                                        "loaded",
                                        MethodType.methodType(
                                                boolean.class, float.class, MemorySegment.class));
                return Symbols.upcall(
                        target,
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_BOOLEAN,
                                ValueLayout.JAVA_FLOAT,
                                ValueLayout.ADDRESS),
                        arena);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("the progress callback is missing", e);
            }
        }

        // Called from native code, where an exception would end the process.
        boolean loaded(float fraction, MemorySegment userData) {
            try {
                return progress.loaded(Math.clamp(fraction, 0, 1));
            } catch (Throwable _) {
                return false;
            }
        }
    }
}
