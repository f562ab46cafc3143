package dev.parlance.engine.llama.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// An opened libllama whose struct layouts were checked. Thread-safe; stays in memory until the
/// process ends, as the threads of its own that it starts do.
public final class LlamaLibrary {
    // The process has one copy of a shared library, however often it is opened.
    private static final Map<Path, LlamaLibrary> OPENED = new HashMap<>();

    private static final Pattern VERSION_050 = Pattern.compile("v?0\\.5\\.\\d+(-[a-z0-9.]+)?");

    private final Symbols symbols;
    private final Abi abi;
    private final ModelCalls models;
    private final ContextCalls contexts;
    private final MemoryCalls memories;
    private final SamplerCalls samplers;
    private final AdapterCalls adapters;
    private final NativeLog log;

    private LlamaLibrary(LibraryFiles files) {
        LargeBuffers.mapApart();
        if (files.single()) {
            requireOpenMp();
        }
        symbols = new Symbols(files.files());
        abi = abi(symbols, files);
        verify(symbols, abi);
        models = new ModelCalls(symbols, abi);
        contexts = new ContextCalls(symbols, abi);
        memories = new MemoryCalls(symbols, abi);
        samplers = new SamplerCalls(symbols, abi);
        adapters = new AdapterCalls(symbols);
        log = new NativeLog();
        start(files);
    }

    /// Opens the shared library in this file, or those in this folder, or returns it when it is
    /// open.
    ///
    /// @throws IncompatibleLibraryException when it cannot be opened, lacks a function, is of
    ///   another release, or is in another folder than one that is open
    public static LlamaLibrary open(Path place) {
        Path key = place.toAbsolutePath().normalize();
        synchronized (OPENED) {
            LlamaLibrary open = OPENED.get(key);
            if (open == null) {
                LibraryFiles files = LibraryFiles.at(key);
                refuseSecondFolder(files);
                open = new LlamaLibrary(files);
                OPENED.put(key, open);
            }
            return open;
        }
    }

    /// The libraries of two folders have the same names, by which the system would take those of
    /// the first for those of the second.
    private static void refuseSecondFolder(LibraryFiles files) {
        if (files.single()) {
            return;
        }
        OPENED.keySet().stream()
                .filter(Files::isDirectory)
                .findFirst()
                .ifPresent(other -> {
                    throw new IncompatibleLibraryException(
                            "The native library in "
                                    + files.folder()
                                    + " cannot be used: this process uses the one in "
                                    + other
                                    + ". Start again to change it.");
                });
    }

    private static Abi abi(Symbols symbols, LibraryFiles files) {
        if (symbols.has("llama_kv_self_clear") || !symbols.has("llama_model_default_params")) {
            return AbiB4916.INSTANCE;
        }
        String version =
                symbols.has("llama_version") ? text(symbols, "llama_version") : "without a number";
        if (!VERSION_050.matcher(version).matches()) {
            throw new IncompatibleLibraryException(
                    "The native library "
                            + files.files().getLast()
                            + " is of the release "
                            + NativeLog.printable(version)
                            + " of llama.cpp; this version of Parlance works with 0.5.0. Name a"
                            + " folder with that one, or run: ./parlance engine install");
        }
        return AbiV050.INSTANCE;
    }

    /// The release of llama.cpp that this library is, such as `llama.cpp b4916`.
    public String release() {
        return abi.release();
    }

    /// The model architectures that it can run.
    public Set<String> architectures() {
        return abi.architectures();
    }

    /// The library's own line about the processor features it uses.
    public String systemFeatures() {
        return text(symbols, "llama_print_system_info");
    }

    /// True when the library was built for a GPU, and where it looks for one, finds it.
    public boolean supportsGpu() {
        MethodHandle handle = symbols.bind("llama_supports_gpu_offload", JAVA_BOOLEAN);
        try {
            return (boolean) handle.invokeExact();
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    /// How many shares a split among GPUs is given.
    int maxDevices() {
        MethodHandle handle = symbols.bind("llama_max_devices", JAVA_LONG);
        try {
            return Math.toIntExact((long) handle.invokeExact());
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    /// Bytes of one block of a tensor type, by ggml's number for it.
    long blockBytes(int tensorType) {
        MethodHandle handle = symbols.bind("ggml_type_size", JAVA_LONG, JAVA_INT);
        try {
            return (long) handle.invokeExact(tensorType);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    /// Elements of one block of a tensor type, by ggml's number for it.
    long blockElements(int tensorType) {
        MethodHandle handle = symbols.bind("ggml_blck_size", JAVA_LONG, JAVA_INT);
        try {
            return (long) handle.invokeExact(tensorType);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    Abi abi() {
        return abi;
    }

    ModelCalls models() {
        return models;
    }

    ContextCalls contexts() {
        return contexts;
    }

    MemoryCalls memories() {
        return memories;
    }

    AdapterCalls adapters() {
        return adapters;
    }

    SamplerCalls samplers() {
        return samplers;
    }

    NativeLog log() {
        return log;
    }

    /// Checks the library against the interface, without passing anything to it.
    static void verify(Symbols symbols, Abi abi) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment model = defaults(symbols, "llama_model_default_params", arena);
            MemorySegment context = defaults(symbols, "llama_context_default_params", arena);
            abi.verify(model, context);
        }
    }

    private static MemorySegment defaults(Symbols symbols, String function, Arena arena) {
        StructLayout room =
                MemoryLayout.structLayout(
                        MemoryLayout.sequenceLayout(Abi.PROBE_BYTES / 8, JAVA_LONG));
        MethodHandle handle = symbols.bind(function, room);
        SegmentAllocator untouched =
                (bytes, alignment) -> arena.allocate(bytes, alignment).fill(Abi.UNTOUCHED);
        try {
            return (MemorySegment) handle.invokeExact(untouched);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    private void start(LibraryFiles files) {
        MethodHandle setLog = symbols.bind("llama_log_set", null, ADDRESS, ADDRESS);
        MethodHandle init = symbols.bind("llama_backend_init", null);
        try (Arena arena = Arena.ofConfined()) {
            setLog.invokeExact(log.callback(), MemorySegment.NULL);
            if (!files.single()) {
                MethodHandle load = symbols.bind("ggml_backend_load_all_from_path", null, ADDRESS);
                load.invokeExact(arena.allocateFrom(files.folder().toString()));
                MethodHandle onAbort = symbols.bind("ggml_set_abort_callback", ADDRESS, ADDRESS);
                MemorySegment _ = (MemorySegment) onAbort.invokeExact(log.abortCallback());
                requireDevice(files);
            }
            init.invokeExact();
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    /// Without one, native code would end the process later.
    private void requireDevice(LibraryFiles files) {
        MethodHandle count = symbols.bind("ggml_backend_dev_count", JAVA_LONG);
        try {
            if ((long) count.invokeExact() > 0) {
                return;
            }
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
        throw new IncompatibleLibraryException(
                "No libggml-cpu in "
                        + files.folder()
                        + " suits this processor, or none is there: the native library cannot"
                        + " compute.");
    }

    /// The library cannot say what it misses, so the usual culprit is looked for first.
    @SuppressWarnings("restricted")
    private static void requireOpenMp() {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
            return;
        }
        try {
            SymbolLookup unused = SymbolLookup.libraryLookup("libgomp.so.1", Arena.global());
            unused.find("GOMP_parallel");
        } catch (IllegalArgumentException e) {
            throw new IncompatibleLibraryException(
                    "The system library libgomp.so.1 is missing. Install it and start again:"
                            + " 'apt-get install libgomp1' on Debian and Ubuntu, 'dnf install"
                            + " libgomp' on Fedora and RHEL. (Alpine's musl is not supported.)",
                    e);
        }
    }

    private static String text(Symbols symbols, String function) {
        MethodHandle handle = symbols.bind(function, ADDRESS);
        try {
            return text((MemorySegment) handle.invokeExact());
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    @SuppressWarnings("restricted")
    private static String text(MemorySegment pointer) {
        return pointer.address() == 0
                ? ""
                : pointer.reinterpret(Long.MAX_VALUE).getString(0).strip();
    }
}
