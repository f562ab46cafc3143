package dev.parlance.config;

import dev.parlance.core.access.ApiKey;
import dev.parlance.core.sampling.Sampling;
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
/// @param textgenDefaults the sampling of requests under text-generation-webui's profiles that say
///   nothing
/// @param guests true when the only key guards the administration and everybody may do the rest
/// @param notices what was said in the words of another program and does nothing here
/// @param settings the same, key by key, with origins
/// @param file the configuration file that was read, or `null` when there was none
public record Config(
        Path dataDir,
        List<ListenerConfig> listeners,
        List<String> allowedHosts,
        CorsConfig cors,
        boolean allowUnauthenticated,
        List<ApiKey> apiKeys,
        boolean guests,
        ModelsConfig models,
        LlamaConfig llama,
        EmbeddingsConfig embeddings,
        HubConfig hub,
        PromptsConfig prompts,
        Sampling textgenDefaults,
        @Nullable Path script,
        LimitsConfig limits,
        Duration streamKeepAlive,
        Duration shutdownGrace,
        TunnelConfig tunnel,
        boolean metricsOpen,
        LogConfig log,
        List<String> notices,
        Settings settings,
        @Nullable Path file) {
    /// The file that is read when none is named and it exists.
    public static final Path DEFAULT_FILE = Path.of("parlance.yaml");

    public Config {
        listeners = List.copyOf(listeners);
        allowedHosts = List.copyOf(allowedHosts);
        apiKeys = List.copyOf(apiKeys);
        notices = List.copyOf(notices);
    }

    /// Reads file, environment and flags; the later wins.
    ///
    /// @throws ConfigException when anything is unknown, out of bounds or contradictory
    public static Config load(Sources sources) {
        Path file = file(sources);
        return ConfigReader.read(
                Resolver.resolve(sources, file), sources.foreign().notices(), file);
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

    /// Returns unless the tunnel, which brings a certificate of its own, would lead to TLS.
    ///
    /// @throws ConfigException that says so
    public void refuseTunnelToTls() {
        if (tunnel.enabled() && listeners.getFirst().certificateFile() != null) {
            throw new ConfigException(
                    "A public tunnel (--public-api, tunnel.enabled) does not work with a certificate"
                            + " on the first listener: leave out one of them.");
        }
    }

    /// Returns unless others could use this server without a key and nobody said that they may.
    ///
    /// @throws ConfigException that names the listener and the ways out
    public void refuseExposure() {
        if ((!apiKeys.isEmpty() && !guests) || allowUnauthenticated) {
            return;
        }
        if (tunnel.enabled()) {
            throw new ConfigException(
                    "Refusing to open a public tunnel without an API key: set one with --api-key or"
                            + " api-keys, or say --allow-unauthenticated.");
        }
        Optional<ListenerConfig> exposed = listeners.stream().filter(Config::exposed).findFirst();
        if (exposed.isPresent()) {
            throw new ConfigException(
                    "Refusing to listen on "
                            + exposed.get().host()
                            + ", which others can reach, without an API key: set one with --api-key"
                            + " or api-keys, or say --allow-unauthenticated."
                            + (guests ? " The admin key guards the administration alone." : ""));
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
