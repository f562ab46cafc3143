package dev.parlance.telemetry;

/// Whether the server can do its work right now.
///
/// @param ready true when it can
/// @param reason one sentence for operators, without secrets
public record Readiness(boolean ready, String reason) {
    /// Ready, with nothing to say.
    public static final Readiness READY = new Readiness(true, "ready");

    /// Not ready, for this reason.
    public static Readiness notReady(String reason) {
        return new Readiness(false, reason);
    }
}
