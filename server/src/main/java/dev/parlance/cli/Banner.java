package dev.parlance.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a server says when it is ready: where it listens, which model answers, one line to try.
final class Banner {
    private Banner() {}

    /// The lines.
    ///
    /// @param key the key for the line to try, when it is no secret; else `$PARLANCE_API_KEY`
    static List<String> lines(RunningServer server, @Nullable String key) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "Parlance "
                        + Version.current()
                        + " listens on "
                        + String.join(", ", server.urls()));
        server.publicUrl().ifPresent(url -> lines.add("Public: " + url));
        lines.add("Model:  " + server.model());
        server.library().ifPresent(library -> lines.add("Engine: " + library));
        if (key != null) {
            lines.add("Key:    " + key);
        }
        lines.add("Try:    " + curl(server, key));
        lines.add("Docs:   " + server.urls().getFirst() + "/docs");
        return lines;
    }

    private static String curl(RunningServer server, @Nullable String key) {
        String header = "";
        if (server.wantsKey()) {
            header =
                    " -H \"Authorization: Bearer "
                            + (key == null ? "$PARLANCE_API_KEY" : key)
                            + "\"";
        }
        return "curl "
                + server.urls().getFirst()
                + "/v1/chat/completions"
                + header
                + " -H 'Content-Type: application/json'"
                + " -d '{\"model\":\"default\",\"messages\":"
                + "[{\"role\":\"user\",\"content\":\"Hello!\"}]}'";
    }
}
