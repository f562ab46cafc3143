package dev.parlance.transcript;

import dev.parlance.http.ListenerAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One request and its reply over a bare socket, so that no client library smooths the bytes.
public final class SocketExchange {
    private static final int TIMEOUT_MILLIS = 30_000;

    private SocketExchange() {}

    /// The reply as text.
    public static String text(ListenerAddress address, RequestFile request) throws IOException {
        try (Socket socket = new Socket(address.host(), address.port())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(request.wire("localhost"));
            socket.getOutputStream().flush();
            return read(socket.getInputStream().readAllBytes());
        }
    }

    private static String read(byte[] bytes) throws IOException {
        String latin = new String(bytes, StandardCharsets.ISO_8859_1);
        int gap = latin.indexOf("\r\n\r\n");
        if (gap < 0) {
            throw new IOException("no reply's head in: " + latin);
        }
        List<String> lines = List.of(latin.substring(0, gap).split("\r\n", -1));
        int status = Integer.parseInt(lines.getFirst().substring(9, 12));
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        String body = latin.substring(gap + 4);
        byte[] plain =
                "chunked".equals(headers.get("transfer-encoding"))
                        ? unchunk(body)
                        : body.getBytes(StandardCharsets.ISO_8859_1);
        return ReplyText.of(status, headers, new String(plain, StandardCharsets.UTF_8));
    }

    /// The body without its framing; a body cut short is an error.
    private static byte[] unchunk(String body) throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        int at = 0;
        while (true) {
            int end = body.indexOf("\r\n", at);
            if (end < 0) {
                throw new IOException("the chunked body is cut short");
            }
            int size = Integer.parseInt(body.substring(at, end).strip(), 16);
            if (size == 0) {
                return plain.toByteArray();
            }
            plain.writeBytes(
                    body.substring(end + 2, end + 2 + size).getBytes(StandardCharsets.ISO_8859_1));
            at = end + 2 + size + 2;
        }
    }
}
