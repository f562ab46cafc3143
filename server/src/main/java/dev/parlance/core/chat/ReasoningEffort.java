package dev.parlance.core.chat;

import java.util.Locale;

/// How long the model may think before it answers.
public enum ReasoningEffort {
    NONE,
    MINIMAL,
    LOW,
    MEDIUM,
    HIGH,
    XHIGH;

    /// Its name on the wire: lower case.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
