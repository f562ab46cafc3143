package dev.parlance.engine.llama;

import dev.parlance.core.model.KeepAlive;
import org.jspecify.annotations.Nullable;

/// When one model comes into memory, and when it leaves.
///
/// @param preload true to load it when the engine starts instead of on first use, and to keep it
///   unless `keepAlive` says otherwise
/// @param keepAlive how long it stays after its last use; `null` for the engine's setting. One that
///   stays forever is pinned: it never makes room for another
/// @param warmUp true to compute a token after the load, so that the first request is not slow
/// @param isolation where it runs; `null` for the engine's setting
public record ModelPolicy(
        boolean preload,
        @Nullable KeepAlive keepAlive,
        boolean warmUp,
        @Nullable Isolation isolation) {
    /// Loaded on first use, for as long as the engine's setting says.
    public static final ModelPolicy USUAL = new ModelPolicy(false, null, true, null);

    /// The same with this preloading.
    public ModelPolicy withPreload(boolean newPreload) {
        return new ModelPolicy(newPreload, keepAlive, warmUp, isolation);
    }

    /// The same with this time.
    public ModelPolicy withKeepAlive(@Nullable KeepAlive newKeepAlive) {
        return new ModelPolicy(preload, newKeepAlive, warmUp, isolation);
    }

    /// The same with this isolation.
    public ModelPolicy withIsolation(Isolation newIsolation) {
        return new ModelPolicy(preload, keepAlive, warmUp, newIsolation);
    }

    Isolation isolationOr(Isolation usual) {
        return isolation == null ? usual : isolation;
    }

    KeepAlive keepAliveOr(KeepAlive usual) {
        if (keepAlive != null) {
            return keepAlive;
        }
        return preload ? KeepAlive.FOREVER : usual;
    }
}
