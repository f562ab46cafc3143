package dev.parlance.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A server in a process of its own, so that its CPU time is its alone. Whoever starts it closes
/// it.
///
/// @param process the child
/// @param port where it listens on loopback
record Child(Process process, int port) implements AutoCloseable {
    static final String KEY = "sk-bench-00000000000000000000";

    /// Parlance as shipped, with a key, ledger and metrics on, over the scripted engine.
    static Child parlance(String script) throws IOException, InterruptedException {
        int port = freePort();
        Path data = Files.createTempDirectory("parlance-bench");
        Path config = data.resolve("bench.yaml");
        Files.writeString(
                config,
                "scripted:\n  script: \""
                        + Path.of(script).toAbsolutePath()
                        + "\"\nlimits:\n  max-concurrent-calls: 1000\n");
        Process process =
                start(
                        "dev.parlance.app.Main",
                        "dev",
                        "--config",
                        config.toString(),
                        "--port",
                        Integer.toString(port),
                        "--data-dir",
                        data.toString(),
                        "--api-key",
                        KEY,
                        "--model",
                        "bench");
        Child child = new Child(process, port);
        child.awaitReady();
        return child;
    }

    /// The bare handler.
    static Child bare() throws IOException {
        Process process = start(BareServer.class.getName());
        BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = reader.readLine();
        while (line != null && !line.startsWith("port ")) {
            line = reader.readLine();
        }
        if (line == null) {
            throw new IOException("the bare server did not start");
        }
        return new Child(process, Integer.parseInt(line.substring(5)));
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    private static Process start(String mainClass, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Xmx1g");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(mainClass);
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(
                        mainClass.endsWith("BareServer")
                                ? ProcessBuilder.Redirect.PIPE
                                : ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void awaitReady() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/ready"))
                        .timeout(Duration.ofSeconds(2))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < 300; i++) {
                if (!process.isAlive()) {
                    throw new IOException("the server ended with " + process.exitValue());
                }
                try {
                    if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()
                            == 200) {
                        return;
                    }
                } catch (IOException e) {
                    // Not listening yet.
                }
                Thread.sleep(100);
            }
        }
        throw new IOException("the server was not ready within 30 s");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(Duration.ofSeconds(10))) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
