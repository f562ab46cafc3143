package dev.parlance.config;

import dev.parlance.config.ValueType.Bytes;
import dev.parlance.config.ValueType.Choice;
import dev.parlance.config.ValueType.FilePath;
import dev.parlance.config.ValueType.SecretText;
import dev.parlance.config.ValueType.Switch;
import dev.parlance.config.ValueType.Text;
import dev.parlance.config.ValueType.TextList;
import dev.parlance.config.ValueType.Time;
import dev.parlance.config.ValueType.Whole;
import dev.parlance.core.access.CompatProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The table of everything that can be configured. File, environment, flags, `./parlance config`
/// and `docs/configuration.md` all follow from it.
public final class Keys {
    private static final ValueType TEXT = new Text();
    private static final ValueType SECRET = new SecretText();
    private static final ValueType SWITCH = new Switch();
    private static final ValueType PATH = new FilePath();
    private static final ValueType TEXTS = new TextList();
    private static final ValueType PROFILE =
            new Choice(Arrays.stream(CompatProfile.values()).map(CompatProfile::wireName).toList());
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final ValueType TIME = new Time(MILLI, Duration.ofHours(24));

    /// All keys, in the order in which they are listed.
    public static final List<Key> ALL = all();

    private Keys() {}

    private static List<Key> all() {
        List<Key> keys = new ArrayList<>();
        keys.addAll(listening());
        keys.addAll(access());
        keys.addAll(ModelKeys.models());
        keys.addAll(GpuKeys.models());
        keys.addAll(ModelKeys.engines());
        keys.addAll(GpuKeys.llama());
        keys.addAll(EmbeddingKeys.all());
        keys.addAll(prompts());
        keys.addAll(TextgenKeys.all());
        keys.addAll(limits());
        keys.addAll(operation());
        return List.copyOf(keys);
    }

    private static List<Key> listening() {
        return List.of(
                Key.of(
                                "data-dir",
                                PATH,
                                "${platform}",
                                "The folder for everything that Parlance keeps.")
                        .withFlag("--data-dir"),
                Key.of(
                                "listeners[].host",
                                TEXT,
                                "127.0.0.1",
                                "The name or address to listen on; 127.0.0.1 is this machine"
                                        + " alone, 0.0.0.0 is every network.")
                        .withFlag("--host")
                        .withAlias("PARLANCE_HOST"),
                Key.of(
                                "listeners[].port",
                                new Whole(0, 65_535),
                                "${port}",
                                "The port to listen on; 0 takes any free one.")
                        .withFlag("--port")
                        .withAlias("PARLANCE_PORT"),
                Key.of(
                        "listeners[].tls.certificate-file",
                        PATH,
                        null,
                        "The PEM file of the certificate chain; with it this listener speaks TLS."),
                Key.of(
                        "listeners[].tls.key-file",
                        PATH,
                        null,
                        "The PEM file of the certificate's private key (PKCS#8, unencrypted)."),
                Key.of(
                                "listeners[].profile",
                                PROFILE,
                                "openai",
                                "The reply shape for callers who ask for none.")
                        .withFlag("--profile"),
                Key.of(
                        "allowed-hosts",
                        TEXTS,
                        null,
                        "Further host names by which clients may address a loopback listener."),
                Key.of(
                        "cors.allowed-origins",
                        TEXTS,
                        null,
                        "Origins whose web pages may call, such as https://app.example.org; '*'"
                                + " alone allows all."),
                Key.of(
                        "cors.allowed-headers",
                        TEXTS,
                        null,
                        "Request headers that such pages may send, besides the usual ones."),
                Key.of(
                        "cors.max-age",
                        TIME,
                        "10m",
                        "How long a browser may keep the answer to a preflight request."));
    }

    private static List<Key> access() {
        return List.of(
                Key.of(
                                "allow-unauthenticated",
                                SWITCH,
                                "false",
                                "Whether to listen beyond this machine without any API key.")
                        .withFlag("--allow-unauthenticated"),
                Key.of(
                                "api-key",
                                SECRET,
                                null,
                                "One API key with all permissions, or all but admin when there is"
                                        + " an admin-key.")
                        .withFlag("--api-key"),
                Key.of(
                                "admin-key",
                                SECRET,
                                null,
                                "A key for loading and unloading models alone; without any other"
                                        + " key the rest is open to everybody.")
                        .withFlag("--admin-key"),
                Key.of("api-keys[].name", TEXT, null, "The key's name in logs and metrics.")
                        .mandatory(),
                Key.of("api-keys[].key", SECRET, null, "The key; or give its hash instead."),
                Key.of(
                        "api-keys[].key-sha256",
                        TEXT,
                        null,
                        "The key's SHA-256 in hex, so that the key itself is nowhere."),
                Key.of(
                        "api-keys[].permissions",
                        TEXTS,
                        "inference",
                        "What the key may do: inference, admin."),
                Key.of(
                        "api-keys[].models",
                        TEXTS,
                        null,
                        "The only model ids that the key may use; all when absent."),
                Key.of(
                        "api-keys[].strict",
                        SWITCH,
                        "false",
                        "Whether requests with fields that would be ignored are refused."),
                Key.of(
                        "api-keys[].profile",
                        PROFILE,
                        null,
                        "The reply shape for this key, instead of the listener's."));
    }

    private static List<Key> prompts() {
        return List.of(
                Key.of(
                        "prompts.folder",
                        PATH,
                        "${data-dir}/prompts",
                        "The folder with your characters/, instruction-templates/ and presets/,"
                                + " which win over ours of the same name."),
                Key.of(
                        "prompts.explicit-over-preset",
                        SWITCH,
                        "false",
                        "Whether sampling fields of a request win over its preset; by default the"
                                + " preset replaces them all, as in text-generation-webui."));
    }

    private static List<Key> limits() {
        return List.of(
                Key.of(
                        "limits.max-body",
                        new Bytes(1 << 10, 1L << 30),
                        "32MiB",
                        "The largest request body."),
                Key.of(
                        "limits.max-header",
                        new Bytes(1 << 10, 1 << 20),
                        "32KiB",
                        "The largest request head: request line and headers."),
                Key.of(
                        "limits.max-connections",
                        new Whole(1, 1_000_000),
                        "4096",
                        "Open connections per listener."),
                Key.of(
                        "limits.body-timeout",
                        TIME,
                        "30s",
                        "How long a whole request body may take to come in."),
                Key.of(
                        "limits.idle-timeout",
                        TIME,
                        "60s",
                        "How long a connection may stay without a request."),
                Key.of("limits.call-timeout", TIME, "10m", "How long a call may take."),
                Key.of(
                        "limits.write-timeout",
                        TIME,
                        "30s",
                        "How long a client may not read its reply."),
                Key.of(
                        "limits.max-concurrent-calls",
                        new Whole(1, 100_000),
                        "64",
                        "Calls that each model takes at the same time."),
                Key.of(
                        "limits.max-queued-calls",
                        new Whole(0, 100_000),
                        "256",
                        "Calls that may wait for each model."),
                Key.of(
                        "limits.max-queue-wait",
                        TIME,
                        "60s",
                        "How long a call may wait for its model."));
    }

    private static List<Key> operation() {
        return List.of(
                Key.of(
                        "stream-keep-alive",
                        TIME,
                        "15s",
                        "The silence on a stream after which a keep-alive comment is sent."),
                Key.of(
                        "shutdown-grace",
                        new Time(Duration.ZERO, Duration.ofHours(1)),
                        "20s",
                        "How long running calls may take when the server stops."),
                Key.of(
                        "tunnel.enabled",
                        SWITCH,
                        "false",
                        "Whether a Cloudflare tunnel makes the server public, by the program"
                                + " cloudflared on the PATH."),
                Key.of(
                        "tunnel.id",
                        TEXT,
                        null,
                        "The named tunnel to run; without it a quick one with a name of its own."),
                Key.of(
                        "metrics.open",
                        SWITCH,
                        "false",
                        "Whether /metrics answers without a key on a server that has keys."),
                Key.of(
                        "log.level",
                        new Choice(List.of("error", "warn", "info", "debug", "trace")),
                        "info",
                        "The least severity that is logged."),
                Key.of(
                        "log.format",
                        new Choice(List.of("plain", "json")),
                        "plain",
                        "How a log line looks."));
    }
}
