package dev.parlance.console;

import dev.parlance.http.HttpCall;
import dev.parlance.http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/// One file of the web pages, read once from the class path and kept.
///
/// Every reply has a policy under which the page can load nothing from elsewhere and nobody can
/// frame it. Immutable, thread-safe.
final class Asset {
    /// Scripts come from this server alone; `style-src` needs `'unsafe-inline'` for Swagger UI.
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
                    + " img-src 'self' data:; font-src 'self' data:; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final int DIGEST_SHOWN = 16;

    private final Reply reply;
    private final Reply notModified;
    private final String tag;

    private Asset(String contentType, byte[] bytes) {
        this.tag = "\"" + digest(bytes) + "\"";
        this.reply = headers(new Reply(200, Map.of(), contentType, bytes));
        this.notModified = headers(new Reply(304, Map.of(), contentType, new byte[0]));
    }

    /// The file of this absolute resource name.
    ///
    /// @throws IllegalStateException when it is not on the class path: the build is broken
    static Asset of(String resource, String contentType) {
        return new Asset(contentType, bytes(resource));
    }

    /// Answers with the file, or with 304 when the browser has it already.
    void answer(HttpCall call) {
        boolean known = call.header("if-none-match").filter(tag::equals).isPresent();
        call.reply(known ? notModified : reply);
    }

    static byte[] bytes(String resource) {
        try (InputStream in = Asset.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("missing from the class path: " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Reply headers(Reply bare) {
        return bare.with("Content-Security-Policy", POLICY)
                .with("Referrer-Policy", "no-referrer")
                .with("Cache-Control", "no-cache")
                .with("ETag", tag);
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash).substring(0, DIGEST_SHOWN);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
