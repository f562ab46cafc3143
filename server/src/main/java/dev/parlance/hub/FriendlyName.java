package dev.parlance.hub;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// A short name for a well-known small model.
///
/// @param name such as `qwen3-0.6b`
/// @param reference what it stands for
/// @param use what the model is for: `chat`, `embed` or `rerank`
/// @param licence of the weights, as their publisher says
public record FriendlyName(String name, String reference, String use, String licence) {
    private static final List<FriendlyName> ALL = read();

    /// All of them, in the order in which they are listed.
    public static List<FriendlyName> all() {
        return ALL;
    }

    /// The one with this name, in any case.
    public static Optional<FriendlyName> of(String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        return ALL.stream().filter(friendly -> friendly.name().equals(lower)).findFirst();
    }

    private static List<FriendlyName> read() {
        try (InputStream in =
                        Objects.requireNonNull(
                                FriendlyName.class.getResourceAsStream("friendly-names.txt"));
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.strip().split("\\s+"))
                    .map(w -> new FriendlyName(w[0], w[1], w[2], w[3]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
