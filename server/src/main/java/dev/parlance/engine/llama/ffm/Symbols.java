package dev.parlance.engine.llama.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The functions of one opened library.
///
/// A library stays in memory until the process ends: its compute threads outlive every model, so
/// there is no moment at which unmapping its code would be safe.
final class Symbols {
    private static final Linker LINKER = Linker.nativeLinker();

    private final SymbolLookup lookup;
    private final String fileName;

    @SuppressWarnings("restricted")
    Symbols(Path library) {
        this.fileName = String.valueOf(library.getFileName());
        try {
            // Not System.load: that would run the JNI_OnLoad of another project's wrapper.
            lookup = SymbolLookup.libraryLookup(library, Arena.global());
        } catch (IllegalArgumentException e) {
            throw new IncompatibleLibraryException(
                    "The native library "
                            + fileName
                            + " cannot be opened. Is it of this platform, and are the libraries it"
                            + " needs installed?",
                    e);
        }
    }

    /// The handle of a function.
    ///
    /// @param result null for none
    /// @throws IncompatibleLibraryException when the library does not export it
    @SuppressWarnings("restricted")
    MethodHandle bind(String name, @Nullable MemoryLayout result, MemoryLayout... arguments) {
        MemorySegment address =
                lookup.find(name)
                        .orElseThrow(() ->
                                new IncompatibleLibraryException(
                                        "The native library "
                                                + fileName
                                                + " does not export "
                                                + name
                                                + ", so it cannot be used."));
        FunctionDescriptor descriptor =
                result == null
                        ? FunctionDescriptor.ofVoid(arguments)
                        : FunctionDescriptor.of(result, arguments);
        return LINKER.downcallHandle(address, descriptor);
    }

    /// A native function pointer to this handle, valid as long as the arena.
    @SuppressWarnings("restricted")
    static MemorySegment upcall(MethodHandle target, FunctionDescriptor descriptor, Arena arena) {
        return LINKER.upcallStub(target, descriptor, arena);
    }

    /// What a downcall handle threw, as something that can be thrown on. Handles throw only what
    /// upcalls and argument checks throw: never a checked exception.
    static RuntimeException failed(Throwable failure) {
        return switch (failure) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> new IllegalStateException("a native call failed", failure);
        };
    }
}
