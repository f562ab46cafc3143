package dev.parlance.cli;

import dev.parlance.config.Config;
import dev.parlance.config.ListenerConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The checks that need no engine: versions, ports, memory, folders.
final class MachineChecks {
    private static final int PATIENCE_MILLIS = 1000;
    private static final long TIGHT_MEMORY = 1L << 30;

    private final Config config;

    MachineChecks(Config config) {
        this.config = config;
    }

    /// What runs here.
    List<Check> versions() {
        Runtime runtime = Runtime.getRuntime();
        return List.of(
                Check.fine("Parlance", Version.current()),
                Check.fine(
                        "Java",
                        Runtime.version()
                                + " ("
                                + System.getProperty("java.vendor")
                                + ") in "
                                + System.getProperty("java.home")),
                Check.fine(
                        "System",
                        System.getProperty("os.name")
                                + " "
                                + System.getProperty("os.version")
                                + ", "
                                + System.getProperty("os.arch")
                                + ", "
                                + runtime.availableProcessors()
                                + " processors"),
                Check.fine("Fast start", aotCache()));
    }

    private static String aotCache() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-XX:AOTCache="))
                .map(argument -> "AOT cache " + argument.substring("-XX:AOTCache=".length()))
                .findFirst()
                .orElse("no AOT cache yet; serve makes one");
    }

    /// What it finds around it.
    List<Check> surroundings() {
        List<Check> checks = new ArrayList<>();
        checks.add(memory());
        checks.add(
                Check.fine(
                        "Configuration",
                        Optional.ofNullable(config.file())
                                .map(Path::toString)
                                .orElse("no file; defaults, environment and flags")));
        checks.add(dataFolder());
        int models = LocalModels.files(config).size();
        checks.add(
                Check.fine(
                        "Model files",
                        models + " beside the built-in one, in " + config.models().folders()));
        config.listeners().forEach(listener -> checks.add(port(listener)));
        return checks;
    }

    private static Check memory() {
        String heap = "; Java may use " + mib(Runtime.getRuntime().maxMemory());
        if (!(ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system)) {
            return Check.fine("Memory", "unknown" + heap);
        }
        long free = system.getFreeMemorySize();
        String found = mib(system.getTotalMemorySize()) + ", free " + mib(free) + heap;
        return system.getTotalMemorySize() < TIGHT_MEMORY
                ? Check.problem("Memory", found, "Give it at least 1 GiB of memory.")
                : Check.fine("Memory", found);
    }

    private static String mib(long bytes) {
        return (bytes >> 20) + " MiB";
    }

    private Check dataFolder() {
        Path folder = config.dataDir();
        Path existing = folder;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
            return Check.problem(
                    "Data folder",
                    folder + " cannot be written",
                    "Choose a folder that you may write with --data-dir.");
        }
        return Check.fine(
                "Data folder",
                folder + (existing.equals(folder) ? "" : " (made when needed)") + room(existing));
    }

    private static String room(Path folder) {
        try {
            return ", " + mib(Files.getFileStore(folder).getUsableSpace()) + " free";
        } catch (IOException _) {
            return "";
        }
    }

    private static Check port(ListenerConfig listener) {
        String at = listener.host() + ":" + listener.port();
        if (listener.port() == 0) {
            return Check.fine("Port", at + " takes any free one");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(
                    new InetSocketAddress(InetAddress.getByName(listener.host()), listener.port()));
            return Check.fine("Port", at + " is free");
        } catch (IOException e) {
            if (answers(listener)) {
                return Check.fine("Port", at + " is taken, perhaps by a running Parlance");
            }
            return Check.problem(
                    "Port",
                    at + " cannot be opened: " + e.getMessage(),
                    "Choose another address with --host and --port.");
        }
    }

    private static boolean answers(ListenerConfig listener) {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(listener.host(), listener.port()), PATIENCE_MILLIS);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// What to do when nothing is wrong.
    String usualStep() {
        ListenerConfig first = config.listeners().getFirst();
        return first.port() != 0 && answers(first)
                ? "ask the server something with: ./parlance chat"
                : "start the server with: ./parlance serve";
    }
}
