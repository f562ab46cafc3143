package dev.parlance.engine.onnx;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import dev.parlance.engine.onnx.ffm.RuntimeReports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The native libraries of this engine, loaded on first use and once in a process.
///
/// Both libraries are told by system properties where they are. DJL's would otherwise look for GPU
/// builds of its own on the network and, on some cloud machines, report its use.
final class Natives {
    private static final int MAX_COMMAND_LINE = 4096;
    private static final String RUNTIME = "onnxruntime.native.path";

    private Natives() {}

    /// Loads the tokenizer's library.
    static synchronized void loadTokenizers(Path folder) {
        usually("ai.djl.offline", "true");
        usually("OPT_OUT_TRACKING", "true");
        usually("RUST_FLAVOR", "cpu");
        usually("DJL_CACHE_DIR", folder.toAbsolutePath().toString());
        try {
            Files.createDirectories(folder);
            LibUtils.checkStatus();
        } catch (IOException | RuntimeException | LinkageError e) {
            throw new OnnxModelException(
                    "The tokenizer's native library cannot be loaded: " + e.getMessage(), e);
        }
    }

    /// Loads ONNX Runtime.
    ///
    /// @param folder with its shared libraries; `null` for those that come along
    static synchronized OrtEnvironment loadRuntime(@Nullable Path folder) {
        if (!RuntimeReports.turnOff()) {
            refuseLongCommandLine(commandLineBytes());
        }
        if (folder != null) {
            usually(RUNTIME, folder.toAbsolutePath().toString());
        }
        try {
            OrtEnvironment environment =
                    OrtEnvironment.getEnvironment(
                            OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "parlance");
            environment.setTelemetry(false);
            return environment;
        } catch (OrtException | RuntimeException | LinkageError e) {
            throw new OnnxModelException(
                    "ONNX Runtime cannot be loaded"
                            + (folder == null ? "" : " from " + folder)
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /// Returns unless ONNX Runtime would end the whole process: with its reports on, 1.29.0 matches
    /// the command line by recursion and overflows its stack over a long one (found 2026-11-20).
    static void refuseLongCommandLine(long bytes) {
        if (bytes >= MAX_COMMAND_LINE) {
            throw new OnnxModelException(
                    "ONNX Runtime crashes when the command line has "
                            + MAX_COMMAND_LINE
                            + " bytes or more; this one has "
                            + bytes
                            + ". Start with ./parlance, or give the class path by the environment"
                            + " variable CLASSPATH");
        }
    }

    /// The length of this process's command line; 0 when the system does not tell.
    private static long commandLineBytes() {
        try {
            return Files.readAllBytes(Path.of("/proc/self/cmdline")).length;
        } catch (IOException _) {
            return 0;
        }
    }

    /// True when the loaded runtime can use CUDA.
    static boolean hasCuda() {
        return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    }

    private static void usually(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
