package dev.parlance.engine.llama.natives;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The npm command of this machine, as the user configured it: its registry, its proxy. It is asked
/// to fetch packages and nothing else; no script of a package is run.
public final class NpmClient {
    private static final int MAX_SAID = 2000;

    private final Path command;

    NpmClient(Path command) {
        this.command = command;
    }

    /// The command on the search path of this process, if there is one.
    public static Optional<NpmClient> find() {
        String path = System.getenv("PATH");
        return path == null ? Optional.empty() : find(path);
    }

    static Optional<NpmClient> find(String searchPath) {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("win");
        return Pattern.compile(Pattern.quote(System.getProperty("path.separator")))
                .splitAsStream(searchPath)
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, windows ? "npm.cmd" : "npm"))
                .filter(Path::isAbsolute)
                .filter(Files::isExecutable)
                .findFirst()
                .map(NpmClient::new);
    }

    /// Fetches the packed package of this build into a folder.
    ///
    /// @return the file, not yet checked
    /// @throws InstallException when npm fails or takes longer than `patience`; it is ended then
    Path pack(NativeBuild build, Path folder, Duration patience) throws InterruptedException {
        Path said = folder.resolve("npm.log");
        Process process = start(build, folder, said);
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new InstallException(
                        "npm did not fetch "
                                + build.packageSpec()
                                + " within "
                                + patience.toSeconds()
                                + " s. Is the network slow, or a proxy missing?");
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        if (process.exitValue() != 0) {
            throw new InstallException(
                    "npm could not fetch "
                            + build.packageSpec()
                            + " (exit code "
                            + process.exitValue()
                            + "): "
                            + tail(said));
        }
        return packed(build, folder);
    }

    private Process start(NativeBuild build, Path folder, Path said) {
        ProcessBuilder npm =
                new ProcessBuilder(
                        List.of(
                                command.toString(),
                                "pack",
                                build.packageSpec(),
                                "--ignore-scripts",
                                "--silent",
                                "--loglevel=error",
                                "--pack-destination",
                                folder.toString()));
        npm.environment()
                .putAll(
                        Map.of(
                                "npm_config_update_notifier",
                                "false",
                                "npm_config_ignore_scripts",
                                "true"));
        npm.directory(folder.toFile());
        npm.redirectErrorStream(true).redirectOutput(said.toFile());
        try {
            Process process = npm.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new InstallException("npm cannot be started: " + e.getMessage(), e);
        }
    }

    private static Path packed(NativeBuild build, Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".tgz"))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() ->
                            new InstallException(
                                    "npm left no package file for "
                                            + build.packageSpec()
                                            + ", although it reported success."));
        } catch (IOException e) {
            throw new InstallException("What npm fetched cannot be read: " + e, e);
        }
    }

    /// The end of what npm said, on one line.
    private static String tail(Path said) {
        try (InputStream in = Files.newInputStream(said)) {
            in.skipNBytes(Math.max(0, Files.size(said) - MAX_SAID));
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
            return line.isEmpty() ? "it said nothing" : line;
        } catch (IOException _) {
            return "it said nothing";
        }
    }
}
