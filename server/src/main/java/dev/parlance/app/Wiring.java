package dev.parlance.app;

import dev.parlance.cli.StartException;
import dev.parlance.config.Config;
import dev.parlance.config.CorsConfig;
import dev.parlance.config.LimitsConfig;
import dev.parlance.config.ListenerConfig;
import dev.parlance.core.schedule.AdmissionLimits;
import dev.parlance.http.CorsSettings;
import dev.parlance.http.HttpSettings;
import dev.parlance.http.Listener;
import dev.parlance.http.Tls;
import java.util.ArrayList;
import java.util.List;

/// The configuration's records in the words of the parts that they configure.
final class Wiring {
    private Wiring() {}

    static AdmissionLimits admission(LimitsConfig limits) {
        return new AdmissionLimits(
                limits.maxConcurrentCalls(), limits.maxQueuedCalls(), limits.maxQueueWait());
    }

    static HttpSettings http(Config config) {
        LimitsConfig limits = config.limits();
        return new HttpSettings(
                config.listeners().stream().map(Wiring::listener).toList(),
                limits.maxBody(),
                limits.maxHeader(),
                limits.maxConnections(),
                limits.bodyTimeout(),
                limits.idleTimeout(),
                limits.callTimeout(),
                limits.writeTimeout(),
                config.streamKeepAlive(),
                config.shutdownGrace(),
                config.allowedHosts(),
                cors(config.cors()));
    }

    private static Listener listener(ListenerConfig listener) {
        Tls tls =
                listener.certificateFile() == null || listener.keyFile() == null
                        ? null
                        : new Tls(listener.certificateFile(), listener.keyFile());
        return new Listener(listener.host(), listener.port(), tls, listener.profile());
    }

    private static CorsSettings cors(CorsConfig cors) {
        List<String> headers = new ArrayList<>(CorsSettings.USUAL_HEADERS);
        headers.addAll(cors.allowedHeaders());
        try {
            return new CorsSettings(cors.allowedOrigins(), headers, cors.maxAge());
        } catch (IllegalArgumentException e) {
            throw new StartException("cors.allowed-origins: " + e.getMessage() + ".", e);
        }
    }
}
