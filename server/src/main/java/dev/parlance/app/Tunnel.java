package dev.parlance.app;

import dev.parlance.cli.StartException;
import dev.parlance.config.TunnelConfig;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running `cloudflared` of the user's own, which makes one listener public. Whoever opens it
/// closes it; the process goes with the server.
final class Tunnel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tunnel.class);
    private static final Pattern QUICK_URL =
            Pattern.compile("https://[a-z0-9-]{1,100}\\.trycloudflare\\.com\\b");
    private static final Duration END = Duration.ofSeconds(5);
    private static final int LAST_LINES = 5;

    private final Process process;
    private final CompletableFuture<String> url = new CompletableFuture<>();
    private final List<String> lastLines = new ArrayList<>();
    private final boolean named;
    private volatile boolean closed;

    private Tunnel(Process process, boolean named) {
        this.process = process;
        this.named = named;
    }

    /// The program on a search path as the variable `PATH` has it.
    static Optional<Path> find(String searchPath) {
        for (String folder : searchPath.split(Pattern.quote(File.pathSeparator), -1)) {
            for (String name : List.of("cloudflared", "cloudflared.exe")) {
                try {
                    Path file = Path.of(folder, name);
                    if (!folder.isBlank() && Files.isExecutable(file)) {
                        return Optional.of(file);
                    }
                } catch (InvalidPathException _) {
                    // Such an entry leads nowhere.
                }
            }
        }
        return Optional.empty();
    }

    /// Starts a tunnel to a listener. The header `Host` becomes `localhost` on the way, so that the
    /// listener's check of it stays as strict as it is.
    ///
    /// @param target the listener's base URL
    /// @param patience how long a quick tunnel may take to tell its name
    /// @throws StartException when the program is not there or gives up
    static Tunnel open(
            Optional<Path> program, TunnelConfig config, String target, Duration patience) {
        List<String> command = new ArrayList<>();
        command.add(
                program.orElseThrow(() ->
                                new StartException(
                                        "A public tunnel needs the program cloudflared, which is"
                                                + " not on the PATH: install it, or leave out"
                                                + " --public-api (tunnel.enabled).",
                                        null))
                        .toString());
        String id = config.id();
        command.addAll(List.of("tunnel", "--no-autoupdate"));
        if (id != null) {
            command.add("run");
        }
        command.addAll(List.of("--url", target, "--http-host-header", "localhost"));
        if (id != null) {
            command.add(id);
        }
        Tunnel tunnel = start(command, id != null);
        if (id == null) {
            tunnel.await(patience);
        }
        return tunnel;
    }

    private static Tunnel start(List<String> command, boolean named) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            Tunnel tunnel = new Tunnel(process, named);
            Thread.ofVirtual().name("tunnel-output").start(tunnel::follow);
            return tunnel;
        } catch (IOException e) {
            throw new StartException("cloudflared cannot be started: " + e.getMessage(), e);
        }
    }

    /// Reads what it prints until it ends: a full pipe would stop it.
    private void follow() {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                LOG.debug("cloudflared: {}", line);
                keep(line);
                Matcher matcher = QUICK_URL.matcher(line);
                if (matcher.find()) {
                    url.complete(matcher.group());
                }
            }
        } catch (IOException e) {
            LOG.debug("cloudflared cannot be read any more: {}", e.getMessage());
        }
        boolean opened = !url.completeExceptionally(new IOException("cloudflared ended"));
        if ((opened || named) && !closed) {
            LOG.warn("The public tunnel has ended; this server goes on without it.");
        }
    }

    private synchronized void keep(String line) {
        lastLines.add(line.substring(0, Math.min(200, line.length())));
        if (lastLines.size() > LAST_LINES) {
            lastLines.removeFirst();
        }
    }

    private synchronized String lastWords() {
        return lastLines.isEmpty() ? "" : " It said: " + String.join(" / ", lastLines);
    }

    private void await(Duration patience) {
        try {
            url.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            close();
            throw new StartException("cloudflared opened no tunnel." + lastWords(), e);
        } catch (TimeoutException e) {
            close();
            throw new StartException(
                    "cloudflared told no URL within " + patience.toSeconds() + " s." + lastWords(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new StartException("The start was interrupted.", e);
        }
    }

    /// The public URL of a quick tunnel; a named one has the name that its owner gave it.
    Optional<String> url() {
        return url.isCompletedExceptionally()
                ? Optional.empty()
                : Optional.ofNullable(url.getNow(null));
    }

    @Override
    public void close() {
        closed = true;
        process.destroy();
        try {
            if (!process.waitFor(END)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
