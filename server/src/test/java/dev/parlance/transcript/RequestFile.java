package dev.parlance.transcript;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// One HTTP request as `request.http` has it: request line, headers, an empty line, the body
/// without its last line break.
///
/// @param headers by lower-case name
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record RequestFile(String method, String target, Map<String, String> headers, byte[] body) {

    /// The request of this text.
    public static RequestFile parse(String text) {
        int gap = text.indexOf("\n\n");
        String head = gap < 0 ? text.strip() : text.substring(0, gap);
        String body = gap < 0 ? "" : text.substring(gap + 2);
        if (body.endsWith("\n")) {
            body = body.substring(0, body.length() - 1);
        }
        List<String> lines = head.lines().toList();
        List<String> first = List.of(lines.getFirst().split(" ", -1));
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.size(); i++) {
            int colon = lines.get(i).indexOf(':');
            headers.put(
                    lines.get(i).substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    lines.get(i).substring(colon + 1).strip());
        }
        return new RequestFile(
                first.get(0), first.get(1), headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /// The bytes for a socket.
    byte[] wire(String host) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        head.append("host: ").append(headers.getOrDefault("host", host));
        head.append("\r\nconnection: close\r\n");
        headers.forEach((name, value) -> {
            if (!name.equals("host")) {
                head.append(name).append(": ").append(value).append("\r\n");
            }
        });
        if (body.length > 0 || method.equals("POST")) {
            head.append("content-length: ").append(body.length).append("\r\n");
        }
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }
}
