package dev.parlance.app;

import dev.parlance.engine.llama.LlamaEngine;
import dev.parlance.engine.llama.child.ChildHost;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import org.slf4j.LoggerFactory;

/// The entry point of a model's own process: no command of the command line, but what the server
/// starts for models with `isolation: process`.
public final class ModelProcess {
    private ModelProcess() {}

    /// Serves one model over standard input and output until the parent goes.
    public static void main(String[] arguments) {
        int code = 0;
        FileOutputStream frames = new FileOutputStream(FileDescriptor.out);
        // Whatever else prints must not come between the frames.
        System.setOut(
                new PrintStream(
                        new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        try {
            ChildHost.serve(
                    System.in,
                    frames,
                    settings ->
                            LlamaEngine.inChild(settings, Clock.system(ZoneId.systemDefault())));
        } catch (IOException | RuntimeException e) {
            LoggerFactory.getLogger(ModelProcess.class).error("the model's process ends", e);
            code = 1;
        }
        // At once: nobody is there to wait for what still runs.
        Runtime.getRuntime().halt(code);
    }

    /// The command that starts such a process: this Java, with this program's classes.
    static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + nowhere(),
                "-XX:+DisplayVMOutputToStderr",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ModelProcess.class.getName());
    }

    private static String nowhere() {
        return System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null";
    }
}
