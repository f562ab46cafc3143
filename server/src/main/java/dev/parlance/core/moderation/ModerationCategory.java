package dev.parlance.core.moderation;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One kind of harmful content. A kind with a slash in its name belongs to the kind before it: what
/// is found of it is found of that one too.
///
/// Source: OpenAI's OpenAPI document, version 2.3.0, schema `CreateModerationResponse`, checked
/// 2026-11-20.
public enum ModerationCategory {
    HARASSMENT("harassment"),
    HARASSMENT_THREATENING("harassment/threatening"),
    HATE("hate"),
    HATE_THREATENING("hate/threatening"),
    ILLICIT("illicit"),
    ILLICIT_VIOLENT("illicit/violent"),
    SELF_HARM("self-harm"),
    SELF_HARM_INTENT("self-harm/intent"),
    SELF_HARM_INSTRUCTIONS("self-harm/instructions"),
    SEXUAL("sexual"),
    SEXUAL_MINORS("sexual/minors"),
    VIOLENCE("violence"),
    VIOLENCE_GRAPHIC("violence/graphic");

    private final String wireName;

    ModerationCategory(String wireName) {
        this.wireName = wireName;
    }

    /// The name that all dialects share.
    public String wireName() {
        return wireName;
    }

    /// The kind that this one belongs to, or `null`.
    public @Nullable ModerationCategory parent() {
        int slash = wireName.indexOf('/');
        return slash < 0 ? null : of(wireName.substring(0, slash)).orElse(null);
    }

    /// True for the eleven that there were before `illicit`.
    public boolean isOlder() {
        return this != ILLICIT && this != ILLICIT_VIOLENT;
    }

    /// The category of this name.
    public static Optional<ModerationCategory> of(String wireName) {
        return Arrays.stream(values()).filter(c -> c.wireName.equals(wireName)).findFirst();
    }
}
