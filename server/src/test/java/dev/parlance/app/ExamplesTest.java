package dev.parlance.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parlance.cli.RunningServer;
import dev.parlance.cli.ServerStarter.Mode;
import dev.parlance.config.Config;
import dev.parlance.config.Platform;
import dev.parlance.config.Sources;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Runs the programs in `examples/` against a real server and compares what they print with their
/// `expected` files. Those that need a package are run by `conformance/`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("../examples").toAbsolutePath().normalize();
    private static final String KEY = "sk-examples";

    private Path folder;
    private RunningServer server;

    @BeforeAll
    void start(@TempDir Path temporary) {
        folder = temporary;
        Platform platform = new Platform(System.getProperty("os.name"), folder, Map.of());
        Config config =
                Config.load(
                        new Sources(
                                EXAMPLES.resolve("parlance.yaml"),
                                folder,
                                platform,
                                Map.of(
                                        "--port",
                                        "0",
                                        "--api-key",
                                        KEY,
                                        "--data-dir",
                                        folder.toString())));
        server = Parlance.start(config, Mode.DEV);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> an_example_prints_what_it_says() throws IOException {
        return examples()
                .filter(example -> !Files.exists(example.resolve("needs")))
                .map(example ->
                        DynamicTest.dynamicTest(
                                EXAMPLES.relativize(example).toString(), () -> run(example)));
    }

    @Test
    void every_example_says_what_it_prints_and_is_in_the_readme() throws IOException {
        String readme = Files.readString(EXAMPLES.resolve("README.md"));
        List<Path> examples = examples().toList();
        assertThat(examples).hasSizeGreaterThan(15);
        for (Path example : examples) {
            Path program = program(example);
            assertThat(Files.readAllLines(example.resolve("expected"))).isNotEmpty();
            assertThat(readme)
                    .contains(
                            "(" + EXAMPLES.relativize(program).toString().replace('\\', '/') + ")");
        }
    }

    private static Stream<Path> examples() throws IOException {
        List<Path> examples = new ArrayList<>();
        for (String language : List.of("curl", "python", "java", "node")) {
            try (Stream<Path> folders = Files.list(EXAMPLES.resolve(language))) {
                folders.filter(f -> Files.exists(f.resolve("expected")))
                        .sorted()
                        .forEach(examples::add);
            }
        }
        return examples.stream();
    }

    private void run(Path example) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "example", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command(program(example)))
                        .directory(example.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().put("PARLANCE_URL", server.urls().getFirst());
        builder.environment().put("PARLANCE_API_KEY", KEY);
        builder.environment().remove("PARLANCE_MODEL");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ends in time").isTrue();
        } finally {
            process.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(output);
        assertThat(process.exitValue()).as("exit code of\n%s", String.join("\n", lines)).isZero();
        assertMatches(Files.readAllLines(example.resolve("expected")), lines);
    }

    private static void assertMatches(List<String> expected, List<String> lines) {
        int at = 0;
        for (String expression : expected) {
            Pattern pattern = Pattern.compile(expression);
            while (at < lines.size() && !pattern.matcher(lines.get(at)).find()) {
                at++;
            }
            // Two expressions may match one line: each reply is one.
            assertThat(at)
                    .as(
                            "a line that matches %s, in order, in\n%s",
                            expression, String.join("\n", lines))
                    .isLessThan(lines.size());
        }
    }

    private static Path program(Path example) throws IOException {
        try (Stream<Path> files = Files.list(example)) {
            return files.filter(f -> !f.endsWith("expected") && !f.endsWith("needs"))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no program in " + example));
        }
    }

    private static List<String> command(Path program) {
        String name = String.valueOf(program.getFileName());
        String file = program.toString();
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "sh" -> {
                installed("curl");
                yield List.of(installed("sh"), file);
            }
            case "py" -> List.of(installed("python3"), "-I", file);
            case "mjs" -> List.of(installed("node"), file);
            case "java" -> {
                Path java = Path.of(System.getProperty("java.home"), "bin", "java");
                yield List.of(java.toString(), file);
            }
            default -> throw new AssertionError("no way to run " + file);
        };
    }

    /// The tool's path; the example is skipped, by the tool's name, when it is not there.
    private static String installed(String tool) {
        boolean windows =
                System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        String path = System.getenv().getOrDefault("PATH", "");
        for (String place : path.split(File.pathSeparator, -1)) {
            Path candidate = Path.of(place, windows ? tool + ".exe" : tool);
            if (!place.isEmpty() && Files.isExecutable(candidate)) {
                return candidate.toString();
            }
        }
        assumeTrue(false, "SKIPPED: '" + tool + "' is not installed");
        return tool;
    }
}
