package dev.parlance.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// What the machine's operating system decides: the usual place for data, and the usual port.
///
/// @param system the operating system as Java names it
/// @param home the user's home folder
/// @param environment the process's environment variables
public record Platform(String system, Path home, Map<String, String> environment) {
    public Platform {
        environment = Map.copyOf(environment);
    }

    /// The machine that this process runs on.
    public static Platform current() {
        return new Platform(
                System.getProperty("os.name"),
                Path.of(System.getProperty("user.home")),
                System.getenv());
    }

    private boolean is(String prefix) {
        return system.toLowerCase(Locale.ROOT).startsWith(prefix);
    }

    /// Where programs keep their data for this user.
    public Path dataFolder() {
        if (is("mac")) {
            return home.resolve("Library/Application Support/Parlance");
        }
        if (is("windows")) {
            return from("LOCALAPPDATA", home.resolve("AppData/Local")).resolve("Parlance");
        }
        return from("XDG_DATA_HOME", home.resolve(".local/share")).resolve("parlance");
    }

    private Path from(String variable, Path fallback) {
        String value = environment.get(variable);
        return value == null || value.isBlank() ? fallback : Path.of(value);
    }

    /// The port to listen on by default; on macOS the system itself listens on 5000.
    public int port() {
        return is("mac") ? 5001 : 5000;
    }
}
