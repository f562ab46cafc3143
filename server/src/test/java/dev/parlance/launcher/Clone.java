package dev.parlance.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A folder with the launcher, JDKs that are shell scripts, and a PATH of our making.
final class Clone implements AutoCloseable {
    private static final List<String> TOOLS =
            List.of(
                    "sh", "sed", "head", "tail", "cat", "ls", "ln", "cp", "mv", "rm", "mkdir",
                    "touch", "find", "dirname", "uname", "tr", "cksum", "cut", "date", "sleep",
                    "true");

    private final Path root;
    private final Map<String, String> environment = new TreeMap<>();

    /// What one run printed.
    record Run(int code, String out, String err) {}

    Clone(Path root) throws IOException {
        this.root = root;
        Path tools = Files.createDirectories(root.resolve("tools"));
        for (String tool : TOOLS) {
            for (String folder : List.of("/usr/bin", "/bin")) {
                Path program = Path.of(folder, tool);
                if (Files.exists(program) && !Files.exists(tools.resolve(tool))) {
                    Files.createSymbolicLink(tools.resolve(tool), program);
                }
            }
        }
        script("home/parlance", Files.readString(Path.of("..", "parlance")));
        environment.put("PATH", tools.toString());
        environment.put("HOME", root.resolve("user").toString());
        environment.put("PARLANCE_JDK_SEARCH", root.resolve("jdks").toString());
    }

    Path home() {
        return root.resolve("home");
    }

    Clone with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /// A JDK of this version that prints its arguments, one a line; as `name` under `jdks`.
    Path jdk(String name, String version) throws IOException {
        Path jdk = jre(name, version);
        script("jdks/" + name + "/bin/javac", "#!/bin/sh\n");
        return jdk;
    }

    /// The same without a compiler.
    Path jre(String name, String version) throws IOException {
        Path jdk = root.resolve("jdks").resolve(name);
        script(
                "jdks/" + name + "/bin/java",
                """
                #!/bin/sh
                case "$1" in -version) echo 'openjdk version "%s"' >&2; exit 0 ;; esac
                for argument in "$@"; do
                    case $argument in
                        -XX:AOTCacheOutput=*) : >"${argument#*=}" ;;
                    esac
                done
                echo "java of %s"
                echo "class path $CLASSPATH"
                printf '%%s\\n' "$@"
                exit ${FAKE_EXIT:-0}
                """
                        .formatted(version, name));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return jdk;
    }

    /// Makes it a release: the jars are there.
    Clone released() throws IOException {
        file("home/lib/parlance.jar", "jar");
        file("home/lib/a-library.jar", "jar");
        file("home/lib/b-library.jar", "jar");
        return this;
    }

    /// Makes it a clone whose Maven wrapper counts its runs and makes a jar.
    Clone cloned(String mavenBody) throws IOException {
        file("home/pom.xml", "<project/>");
        file("home/server/pom.xml", "<project/>");
        file("home/server/src/main/java/A.java", "class A {}");
        file("home/.mvn/jvm.config", "");
        script("home/mvnw", "#!/bin/sh\necho \"$*\" >>'" + home() + "/runs'\n" + mavenBody);
        return this;
    }

    List<String> mavenRuns() throws IOException {
        Path runs = home().resolve("runs");
        return Files.exists(runs) ? Files.readAllLines(runs) : List.of();
    }

    Path file(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    Path script(String name, String content) throws IOException {
        Path file = file(name, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    Run run(String... arguments) throws IOException, InterruptedException {
        return run(home().resolve("parlance"), arguments);
    }

    Run run(Path launcher, String... arguments) throws IOException, InterruptedException {
        Process process = start(launcher, arguments);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the launcher did not end");
        }
        return new Run(
                process.exitValue(),
                Files.readString(root.resolve("out-" + process.pid()), UTF_8),
                Files.readString(root.resolve("err-" + process.pid()), UTF_8));
    }

    /// Starts the launcher without waiting; its output goes to files named after its process.
    Process start(Path launcher, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", capture(), launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        return builder.start();
    }

    /// Takes away the links, before JUnit removes the folder and wonders about them.
    @Override
    public void close() throws IOException {
        try (Stream<Path> tools = Files.list(root.resolve("tools"))) {
            for (Path tool : tools.toList()) {
                Files.delete(tool);
            }
        }
    }

    private String capture() {
        return "exec \"$0\" \"$@\" >'" + root + "'/out-$$ 2>'" + root + "'/err-$$";
    }
}
