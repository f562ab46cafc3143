package dev.parlance.config;

import dev.parlance.core.access.ApiKey;
import dev.parlance.core.access.Caller;
import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.access.Permission;
import dev.parlance.core.model.KeepAlive;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes the typed records from the settings and checks what only several keys together show.
final class ConfigReader {
    private static final Permission[] ORDINARY = {Permission.INFERENCE};
    private static final Permission[] ADMINISTRATION = {Permission.ADMIN};

    private final Settings settings;

    private ConfigReader(Settings settings) {
        this.settings = settings;
    }

    static Config read(Settings settings, List<String> notices, @Nullable Path file) {
        ConfigReader reader = new ConfigReader(settings);
        return new Config(
                settings.path("data-dir"),
                reader.listeners(),
                settings.texts("allowed-hosts"),
                new CorsConfig(
                        settings.texts("cors.allowed-origins"),
                        settings.texts("cors.allowed-headers"),
                        settings.time("cors.max-age")),
                settings.on("allow-unauthenticated"),
                reader.apiKeys(),
                reader.guests(),
                reader.models(),
                new LlamaConfig(
                        settings.number("llama.threads"),
                        settings.number("llama.slots"),
                        settings.number("llama.context-length"),
                        settings.number("llama.batch-size"),
                        settings.number("llama.prompt-chunk"),
                        settings.text("llama.prefix-cache"),
                        settings.number("llama.cache-tokens"),
                        settings.text("llama.context-policy"),
                        settings.on("llama.memory-map"),
                        settings.bytes("llama.memory"),
                        settings.stay("llama.keep-alive"),
                        settings.text("llama.isolation"),
                        settings.text("natives"),
                        GpuKeys.read(settings, "llama.", null),
                        reader.modelGpu()),
                EmbeddingsConfig.read(settings),
                new HubConfig(
                        settings.text("hub.endpoint"), settings.find("hub.token", Secret.class)),
                new PromptsConfig(
                        settings.path("prompts.folder"),
                        settings.on("prompts.explicit-over-preset")),
                TextgenKeys.read(settings),
                settings.find("scripted.script", Path.class),
                reader.limits(),
                settings.time("stream-keep-alive"),
                settings.time("shutdown-grace"),
                new TunnelConfig(
                        settings.on("tunnel.enabled"), settings.find("tunnel.id", String.class)),
                settings.on("metrics.open"),
                new LogConfig(settings.text("log.level"), settings.text("log.format")),
                notices,
                settings,
                file);
    }

    private LimitsConfig limits() {
        return new LimitsConfig(
                settings.bytes("limits.max-body"),
                Math.toIntExact(settings.bytes("limits.max-header")),
                settings.number("limits.max-connections"),
                settings.time("limits.body-timeout"),
                settings.time("limits.idle-timeout"),
                settings.time("limits.call-timeout"),
                settings.time("limits.write-timeout"),
                settings.number("limits.max-concurrent-calls"),
                settings.number("limits.max-queued-calls"),
                settings.time("limits.max-queue-wait"));
    }

    private List<ListenerConfig> listeners() {
        List<ListenerConfig> listeners = new ArrayList<>();
        for (int i = 0; i < settings.size("listeners"); i++) {
            String at = "listeners[" + i + "].";
            listeners.add(
                    new ListenerConfig(
                            settings.text(at + "host"),
                            settings.number(at + "port"),
                            settings.find(at + "tls.certificate-file", Path.class),
                            settings.find(at + "tls.key-file", Path.class),
                            CompatProfile.of(settings.text(at + "profile")).orElseThrow()));
        }
        return listeners;
    }

    private List<ApiKey> apiKeys() {
        List<ApiKey> keys = new ArrayList<>();
        Secret single = settings.find("api-key", Secret.class);
        Secret admin = settings.find("admin-key", Secret.class);
        boolean apart = single != null && admin != null && !single.equals(admin);
        if (single != null) {
            Permission[] all = apart ? ORDINARY : Permission.values();
            keys.add(key("api-key", single, all));
        }
        if (admin != null && !admin.equals(single)) {
            Permission[] all = guests() ? Permission.values() : ADMINISTRATION;
            keys.add(key("admin-key", admin, all));
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < settings.size("api-keys"); i++) {
            ApiKey key = apiKey("api-keys[" + i + "].");
            if (!names.add(key.caller().id())) {
                throw new ConfigException(
                        "Two API keys are called '" + key.caller().id() + "'; rename one.");
            }
            keys.add(key);
        }
        return keys;
    }

    /// An admin key that is alone leaves everything else open.
    private boolean guests() {
        return settings.find("admin-key", Secret.class) != null
                && settings.find("api-key", Secret.class) == null
                && settings.size("api-keys") == 0;
    }

    private static ApiKey key(String name, Secret secret, Permission... permissions) {
        Caller caller = new Caller(name, Set.of(permissions), List.of(), false, null);
        return new ApiKey(ApiKey.hash(secret.reveal()), caller);
    }

    private ApiKey apiKey(String at) {
        String name = settings.text(at + "name");
        String profile = settings.find(at + "profile", String.class);
        Caller caller =
                new Caller(
                        name,
                        permissions(at + "permissions"),
                        settings.texts(at + "models"),
                        settings.on(at + "strict"),
                        profile == null ? null : CompatProfile.of(profile).orElseThrow());
        Secret secret = settings.find(at + "key", Secret.class);
        String hash = settings.find(at + "key-sha256", String.class);
        if ((secret == null) == (hash == null)) {
            throw new ConfigException(
                    "The API key '" + name + "' needs either key or key-sha256, one of them.");
        }
        try {
            return new ApiKey(
                    secret == null
                            ? String.valueOf(hash).toLowerCase(Locale.ROOT)
                            : ApiKey.hash(secret.reveal()),
                    caller);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    "The API key '" + name + "' has a key-sha256 that is not 64 hex digits.", e);
        }
    }

    private Set<Permission> permissions(String path) {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        for (String word : settings.texts(path)) {
            try {
                permissions.add(Permission.valueOf(word.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new ConfigException(
                        path + " holds '" + word + "'; known are inference and admin.", e);
            }
        }
        return permissions;
    }

    private ModelsConfig models() {
        List<ModelConfig> models = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < settings.size("models"); i++) {
            String at = "models[" + i + "].";
            String id = settings.text(at + "id");
            if (!ids.add(id)) {
                throw new ConfigException("Two models have the id '" + id + "'; rename one.");
            }
            models.add(
                    new ModelConfig(
                            id,
                            settings.path(at + "path"),
                            settings.texts(at + "aliases"),
                            settings.on(at + "preload"),
                            settings.find(at + "keep-alive", KeepAlive.class),
                            settings.on(at + "warm-up"),
                            settings.find(at + "isolation", String.class),
                            settings.number(at + "context-length"),
                            sampling(at + "defaults.")));
        }
        return new ModelsConfig(
                settings.find("default-model", String.class),
                settings.paths("models-folders"),
                settings.map("aliases"),
                models);
    }

    private Map<String, GpuConfig> modelGpu() {
        GpuConfig usual = GpuKeys.read(settings, "llama.", null);
        Map<String, GpuConfig> models = new HashMap<>();
        for (int i = 0; i < settings.size("models"); i++) {
            String at = "models[" + i + "].";
            models.put(settings.text(at + "id"), GpuKeys.read(settings, at, usual));
        }
        return models;
    }

    private Sampling sampling(String at) {
        Sampling sampling = Sampling.DEFAULT;
        for (SamplingParameter parameter : SamplingParameter.values()) {
            Number value = settings.find(at + parameter.wireName().replace('_', '-'), Number.class);
            if (value != null) {
                sampling = sampling.with(parameter, value.doubleValue());
            }
        }
        return sampling;
    }
}
