package dev.parlance.config;

import dev.parlance.core.access.ApiKey;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The whole configuration, checked. What each component means, its default and its bounds stand in
/// [Keys].
///
/// @param settings the same, key by key, with origins
/// @param file the configuration file that was read, or `null` when there was none
public record Config(
        Path dataDir,
        List<ListenerConfig> listeners,
        List<String> allowedHosts,
        CorsConfig cors,
        boolean allowUnauthenticated,
        List<ApiKey> apiKeys,
        ModelsConfig models,
        LlamaConfig llama,
        EmbeddingsConfig embeddings,
        HubConfig hub,
        PromptsConfig prompts,
        @Nullable Path script,
        LimitsConfig limits,
        Duration streamKeepAlive,
        Duration shutdownGrace,
        boolean metricsOpen,
        LogConfig log,
        Settings settings,
        @Nullable Path file) {
    /// The file that is read when none is named and it exists.
    public static final Path DEFAULT_FILE = Path.of("parlance.yaml");

    public Config {
        listeners = List.copyOf(listeners);
        allowedHosts = List.copyOf(allowedHosts);
        apiKeys = List.copyOf(apiKeys);
    }

    /// Reads file, environment and flags; the later wins.
    ///
    /// @throws ConfigException when anything is unknown, out of bounds or contradictory
    public static Config load(Sources sources) {
        Path file = file(sources);
        return ConfigReader.read(Resolver.resolve(sources, file), file);
    }

    private static @Nullable Path file(Sources sources) {
        String named = sources.platform().environment().get("PARLANCE_CONFIG");
        Path file = sources.file();
        if (file == null && named != null) {
            file = Path.of(named);
        }
        if (file == null) {
            boolean there = Files.exists(sources.workingFolder().resolve(DEFAULT_FILE));
            return there ? DEFAULT_FILE : null;
        }
        if (!Files.isRegularFile(sources.workingFolder().resolve(file))) {
            throw new ConfigException("The configuration file " + file + " does not exist.");
        }
        return file;
    }

    /// Returns unless others could use this server without a key and nobody said that they may.
    ///
    /// @throws ConfigException that names the listener and the ways out
    public void refuseExposure() {
        if (!apiKeys.isEmpty() || allowUnauthenticated) {
            return;
        }
        Optional<ListenerConfig> exposed = listeners.stream().filter(Config::exposed).findFirst();
        if (exposed.isPresent()) {
            throw new ConfigException(
                    "Refusing to listen on "
                            + exposed.get().host()
                            + ", which others can reach, without an API key: set one with --api-key"
                            + " or api-keys, or say --allow-unauthenticated.");
        }
    }

    private static boolean exposed(ListenerConfig listener) {
        try {
            return !InetAddress.getByName(listener.host()).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return true;
        }
    }
}
