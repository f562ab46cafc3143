package dev.parlance.core.character;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How a conversation is put to the model.
public enum ChatMode {
    /// As the model was taught: its own or a named instruction template.
    INSTRUCT,
    /// As a play: lines of named speakers, for models that were taught nothing.
    CHAT,
    /// As an instruction to write the next line of such a play.
    CHAT_INSTRUCT;

    /// Its name on the wire.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// All names.
    public static List<String> wireNames() {
        return Arrays.stream(values()).map(ChatMode::wireName).toList();
    }

    /// The mode of this name, or `null`.
    public static @Nullable ChatMode of(String name) {
        return Arrays.stream(values())
                .filter(mode -> mode.wireName().equals(name))
                .findFirst()
                .orElse(null);
    }
}
