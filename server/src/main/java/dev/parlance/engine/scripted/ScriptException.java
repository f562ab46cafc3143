package dev.parlance.engine.scripted;

/// A script that cannot be played; the message names the key and says what to write instead.
public final class ScriptException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /// An exception with this message.
    public ScriptException(String message) {
        super(message);
    }
}
