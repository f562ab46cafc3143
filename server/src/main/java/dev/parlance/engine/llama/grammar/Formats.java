package dev.parlance.engine.llama.grammar;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The formats of strings that are followed, as regular expressions that match as a whole. Where a
/// standard allows rarities (leap seconds, quoted mailboxes), outputs do without.
///
/// Source: JSON Schema 2020-12 Validation, 7.3, and the RFCs it names; checked 2026-11-20.
final class Formats {
    /// Formats of OpenAPI and JSON Schema that say nothing about the characters of a text.
    static final Set<String> ANNOTATIONS =
            Set.of("password", "binary", "byte", "float", "double", "decimal", "text");

    private static final String DAY =
            "(?:\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])"
                    + "|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))"
                    + "|(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])"
                    + "|(?:[02468][048]|[13579][26])00)-02-29)";
    private static final String TIME =
            "(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?"
                    + "(?:Z|[+-](?:(?:0\\d|1[0-3]):[0-5]\\d|14:00))";
    private static final String CLOCK =
            "(?:\\d{1,4}H(?:\\d{1,4}M(?:\\d{1,4}S)?)?|\\d{1,4}M(?:\\d{1,4}S)?|\\d{1,4}S)";
    private static final String DURATION =
            "P(?:\\d{1,4}W|(?:\\d{1,4}Y(?:\\d{1,4}M(?:\\d{1,4}D)?)?"
                    + "|\\d{1,4}M(?:\\d{1,4}D)?|\\d{1,4}D)(?:T"
                    + CLOCK
                    + ")?|T"
                    + CLOCK
                    + ")";
    private static final String LABEL = "[A-Za-z0-9](?:-?[A-Za-z0-9]){0,30}";
    private static final String HOST = LABEL + "(?:\\." + LABEL + "){0,3}";
    private static final String MAIL =
            "[A-Za-z0-9_%+-]{1,30}(?:\\.[A-Za-z0-9_%+-]{1,30})?@"
                    + LABEL
                    + "(?:\\."
                    + LABEL
                    + "){0,2}\\.[A-Za-z]{2,10}";
    private static final String HEX = "[0-9a-fA-F]";
    private static final String UUID =
            HEX + "{8}-" + HEX + "{4}-" + HEX + "{4}-" + HEX + "{4}-" + HEX + "{12}";
    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String IPV4 = OCTET + "(?:\\." + OCTET + "){3}";
    private static final String CHARACTER = "(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})";
    private static final String URI =
            "[A-Za-z][A-Za-z0-9+.-]{0,20}:(?://(?:"
                    + HOST
                    + ")(?::\\d{1,4})?(?:/"
                    + CHARACTER
                    + "*)*|"
                    + CHARACTER
                    + "+(?:/"
                    + CHARACTER
                    + "*)*)(?:\\?(?:"
                    + CHARACTER
                    + "|[/?])*)?(?:#(?:"
                    + CHARACTER
                    + "|[/?])*)?";

    private static final String PATH =
            "/?"
                    + CHARACTER
                    + "{1,40}(?:/"
                    + CHARACTER
                    + "*)*(?:\\?"
                    + CHARACTER
                    + "*)?(?:#"
                    + CHARACTER
                    + "*)?";

    private static final Map<String, String> PATTERNS =
            Map.ofEntries(
                    Map.entry("date", DAY),
                    Map.entry("time", TIME),
                    Map.entry("date-time", DAY + "T" + TIME),
                    Map.entry("duration", DURATION),
                    Map.entry("email", MAIL),
                    Map.entry("hostname", HOST),
                    Map.entry("uuid", UUID),
                    Map.entry("ipv4", IPV4),
                    Map.entry("ipv6", ipv6()),
                    Map.entry("uri", URI),
                    Map.entry("url", URI),
                    Map.entry("uri-reference", "(?:" + URI + "|" + PATH + ")"),
                    Map.entry("json-pointer", "(?:/(?:[^~/]|~[01])*)*"));

    private Formats() {}

    /// The pattern of a format, or null when it is not followed.
    static @Nullable String pattern(String format) {
        return PATTERNS.get(format);
    }

    // Eight groups, or fewer with one gap.
    private static String ipv6() {
        String group = HEX + "{1,4}";
        StringBuilder options = new StringBuilder("(?:" + group + ":){7}" + group);
        for (int before = 0; before <= 6; before++) {
            options.append('|');
            if (before > 0) {
                options.append(group).append("(?::").append(group).append("){");
                options.append(before - 1).append('}');
            }
            options.append("::(?:").append(group).append("(?::").append(group).append("){0,");
            options.append(5 - before < 0 ? 0 : 5 - before).append("})?");
        }
        return options.append('|')
                .append("(?:")
                .append(group)
                .append(":){6}")
                .append(group)
                .append("::")
                .toString();
    }
}
