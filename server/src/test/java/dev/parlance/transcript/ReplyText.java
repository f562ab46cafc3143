package dev.parlance.transcript;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A reply in the form that `response.http` has: status, the headers that are a dialect's business
/// in alphabetical order, an empty line, the body to the byte. What differs between runs is masked.
public final class ReplyText {
    private static final Set<String> SHOWN =
            Set.of(
                    "access-control-allow-credentials",
                    "access-control-allow-headers",
                    "access-control-allow-methods",
                    "access-control-allow-origin",
                    "access-control-max-age",
                    "allow",
                    "content-type",
                    "openai-processing-ms",
                    "retry-after",
                    "vary",
                    "www-authenticate",
                    "x-parlance-disposition",
                    "x-parlance-reason",
                    "x-should-retry");

    private ReplyText() {}

    static String of(int status, Map<String, String> headers, String body) {
        Map<String, String> sorted = new TreeMap<>();
        headers.forEach((name, value) -> sorted.put(name.toLowerCase(Locale.ROOT), value));
        StringBuilder text = new StringBuilder("HTTP/1.1 " + status + "\n");
        sorted.forEach((name, value) -> {
            if (SHOWN.contains(name)) {
                text.append(name).append(": ").append(mask(name, value)).append('\n');
            }
        });
        return text.append('\n').append(mask(body)).toString();
    }

    private static String mask(String name, String value) {
        return name.equals("openai-processing-ms") ? "MS" : value;
    }

    private static String mask(String body) {
        return body.replaceAll("Incident [0-9A-Za-z_-]+\\.", "Incident ID.");
    }
}
