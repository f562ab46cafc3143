package dev.parlance.dialect.openai.textgen;

import org.jspecify.annotations.Nullable;

/// One field of a request: what it takes, and what it is when it is absent.
///
/// @param name its name on the wire
/// @param kind the values it takes
/// @param nullable true when `null` stands for its absence
/// @param usual its value when absent, as JSON; `null` when it has none
/// @param in2023 the same in November 2023
public record TextgenField(
        String name,
        FieldKind kind,
        boolean nullable,
        @Nullable String usual,
        @Nullable String in2023) {

    static TextgenField field(String name, FieldKind kind, String usual) {
        return new TextgenField(name, kind, false, usual, usual);
    }

    static TextgenField nullable(String name, FieldKind kind, @Nullable String usual) {
        return new TextgenField(name, kind, true, usual, usual);
    }

    /// A copy with another value for 2023.
    TextgenField in2023(String value) {
        return new TextgenField(name, kind, nullable, usual, value);
    }
}
