package dev.parlance.engine.llama.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// A LoRA adapter in native memory, for one model. It must be closed before its model is, and not
/// while a context uses it. For the model's thread.
///
/// The file must have passed `dev.parlance.engine.llama.gguf.AdapterCheck`.
public final class NativeAdapter implements AutoCloseable {
    private final NativeModel model;
    private final MemorySegment adapter;
    private boolean closed;

    private NativeAdapter(NativeModel model, MemorySegment adapter) {
        this.model = model;
        this.adapter = adapter;
    }

    /// Loads a checked file.
    ///
    /// @throws NativeException when the library refuses it
    public static NativeAdapter load(NativeModel model, Path file) {
        MemorySegment weights = model.open();
        boolean made = false;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocateFrom(file.toString());
            MemorySegment adapter =
                    model.library()
                            .log()
                            .orExplain(
                                    "The adapter " + file.getFileName() + " could not be loaded",
                                    () -> {
                                        MemorySegment loaded =
                                                model.library().adapters().init(weights, path);
                                        return loaded.address() == 0 ? null : loaded;
                                    });
            made = true;
            return new NativeAdapter(model, adapter);
        } finally {
            if (!made) {
                model.contextClosed();
            }
        }
    }

    MemorySegment pointer() {
        if (closed) {
            throw new IllegalStateException("the adapter is closed");
        }
        return adapter;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            model.library().adapters().free(adapter);
            model.contextClosed();
        }
    }
}
