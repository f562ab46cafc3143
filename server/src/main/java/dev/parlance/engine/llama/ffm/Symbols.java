package dev.parlance.engine.llama.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The functions of one opened library, which may be spread over several files.
///
/// A library stays in memory until the process ends: its compute threads outlive every model, so
/// there is no moment at which unmapping its code would be safe.
final class Symbols {
    private static final Linker LINKER = Linker.nativeLinker();

    private final List<SymbolLookup> lookups = new ArrayList<>();
    private final String fileName;

    /// @param libraries in the order in which they need each other; the last has the name of all
    Symbols(List<Path> libraries) {
        this.fileName = String.valueOf(libraries.getLast().getFileName());
        libraries.forEach(library -> lookups.addFirst(open(library)));
    }

    @SuppressWarnings("restricted")
    private static SymbolLookup open(Path library) {
        try {
            // Not System.load: that would run the JNI_OnLoad of another project's wrapper.
            return SymbolLookup.libraryLookup(library, Arena.global());
        } catch (IllegalArgumentException e) {
            throw new IncompatibleLibraryException(
                    "The native library "
                            + library.getFileName()
                            + " cannot be opened. Is it of this platform, and are the libraries it"
                            + " needs installed?",
                    e);
        }
    }

    /// True when the libraries export this function.
    boolean has(String name) {
        return find(name).isPresent();
    }

    private Optional<MemorySegment> find(String name) {
        return lookups.stream().flatMap(lookup -> lookup.find(name).stream()).findFirst();
    }

    /// The handle of a function.
    ///
    /// @param result null for none
    /// @throws IncompatibleLibraryException when the library does not export it
    @SuppressWarnings("restricted")
    MethodHandle bind(String name, @Nullable MemoryLayout result, MemoryLayout... arguments) {
        MemorySegment address =
                find(name)
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
