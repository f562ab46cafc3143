package dev.parlance.engine.llama.child;

import java.util.Map;

/// What became of a process, in words. Stateless.
final class ProcessEnd {
    private static final int SIGNALLED = 128;
    // -XX:+ExitOnOutOfMemoryError
    private static final int JAVA_MEMORY = 3;
    private static final Map<Integer, String> SIGNALS =
            Map.of(
                    4, "SIGILL",
                    6, "SIGABRT",
                    7, "SIGBUS",
                    8, "SIGFPE",
                    9, "SIGKILL",
                    10, "SIGBUS",
                    11, "SIGSEGV",
                    15, "SIGTERM");

    private ProcessEnd() {}

    /// Words that follow "The process": the exit code, and the signal if that was one.
    ///
    /// @param told the signal that a crashing Java told of on its way out, or nothing
    static String describe(int code, String told) {
        if (!told.isEmpty()) {
            return "crashed (" + told + ", exit code " + code + ")";
        }
        if (code > SIGNALLED) {
            int number = code - SIGNALLED;
            String signal = SIGNALS.getOrDefault(number, "signal " + number);
            return switch (signal) {
                case "SIGKILL" ->
                        "was killed (SIGKILL, exit code "
                                + code
                                + "): by somebody, or by the system for lack of memory";
                case "SIGTERM" -> "was ended (SIGTERM, exit code " + code + ")";
                default -> "crashed (" + signal + ", exit code " + code + ")";
            };
        }
        return switch (code) {
            case 0 -> "ended by itself";
            case JAVA_MEMORY -> "ran out of Java memory (exit code " + code + ")";
            default -> "ended with exit code " + code;
        };
    }
}
