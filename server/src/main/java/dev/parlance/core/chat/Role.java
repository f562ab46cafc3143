package dev.parlance.core.chat;

import java.util.Locale;

/// Who speaks in a message.
public enum Role {
    SYSTEM,
    DEVELOPER,
    USER,
    ASSISTANT,
    TOOL;

    /// Its name on every wire: lower case.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
