package dev.parlance.hub;

import dev.parlance.hub.HubHttp.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One file on its way from an address to a place on disk: goes on where an earlier attempt ended,
/// and gives the file its name only when size and hash are right.
final class Download {
    private static final Pattern RANGE =
            Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");
    private static final byte[] MAGIC = "GGUF".getBytes(StandardCharsets.US_ASCII);
    private static final int BLOCK = 256 << 10;
    private static final int HTTP_PARTIAL = 206;
    private static final int HTTP_RANGE = 416;

    private final HubHttp http;
    private final HubSettings settings;
    private final HubClient hub;
    private final DiskSpace space;
    private final PullProgress progress;
    private final Patience patience;

    Download(
            HubHttp http,
            HubSettings settings,
            HubClient hub,
            DiskSpace space,
            PullProgress progress,
            Patience patience) {
        this.http = http;
        this.settings = settings;
        this.hub = hub;
        this.space = space;
        this.progress = progress;
        this.patience = patience;
    }

    /// What came.
    ///
    /// @param sha256 of the whole file
    /// @param checked true when somebody had said what the hash must be
    record Result(long size, String sha256, boolean checked) {}

    /// What is expected of the file while it comes; the answers add to it.
    private static final class Expected {
        final String identity;
        long size;
        @Nullable String sha256;

        Expected(URI address, long size, @Nullable String sha256) {
            this.identity = sha256 == null ? address.toString() : "sha256:" + sha256;
            this.size = size;
            this.sha256 = sha256;
        }

        void learn(long told) {
            if (size >= 0 && size != told) {
                throw new HubException(
                        "The server has a file of "
                                + told
                                + " bytes where "
                                + size
                                + " are expected.");
            }
            size = told;
        }
    }

    /// Brings the file here.
    ///
    /// @param size in bytes, or -1
    /// @param sha256 that it must have, or `null` to take what the answer says of it
    /// @throws HubException when it cannot be had whole; what came is kept unless it is wrong
    Result run(URI address, Path target, long size, @Nullable String sha256) {
        try (PartFile part = PartFile.open(target)) {
            while (true) {
                Expected expected = new Expected(address, size, sha256);
                boolean resumed = part.resume(expected.identity) > 0;
                fetch(address, part, expected);
                if (part.present() < MAGIC.length) {
                    part.discard();
                    throw new HubException("What the server sends is empty, or no GGUF file.");
                }
                String hash = part.hash();
                String wanted = expected.sha256;
                if (wanted == null || wanted.equals(hash)) {
                    part.finish();
                    return new Result(part.present(), hash, wanted != null);
                }
                if (!resumed) {
                    part.discard();
                    throw new HubException(
                            target.getFileName()
                                    + " came with the wrong content: its SHA-256 is "
                                    + hash
                                    + " instead of "
                                    + wanted
                                    + ". It was thrown away.");
                }
                progress.notice("what an earlier pull left was wrong; beginning anew");
                part.restart(expected.identity, "");
            }
        } catch (IOException e) {
            throw new HubException("Writing " + target + " failed: " + e.getMessage(), e);
        }
    }

    /// Fetches until all is here.
    private void fetch(URI address, PartFile part, Expected expected) throws IOException {
        boolean ended = false;
        while (!ended && (expected.size < 0 || part.present() < expected.size)) {
            Map<String, String> headers = new HashMap<>();
            headers.put("Accept-Encoding", "identity");
            if (part.present() > 0) {
                headers.put("Range", "bytes=" + part.present() + "-");
            }
            ended = attempt(address, headers, part, expected);
        }
        progress.bytes(part.present(), part.present());
    }

    /// One request.
    ///
    /// @return true when the end of a file of unknown size was reached
    private boolean attempt(
            URI address, Map<String, String> headers, PartFile part, Expected expected)
            throws IOException {
        Answer answer;
        try {
            answer = http.get(address, headers);
        } catch (IOException e) {
            patience.spend(e);
            return false;
        }
        try (answer) {
            if (Patience.mayPass(answer.status())) {
                patience.spend(answer);
                return false;
            }
            return begin(address, answer, part, expected) && copy(answer, part, expected);
        }
    }

    /// Checks what the answer's head says against what is here and what is expected.
    ///
    /// @return true when its body is the next part of the file
    private boolean begin(URI address, Answer answer, PartFile part, Expected expected)
            throws IOException {
        boolean usable =
                switch (answer.status()) {
                    case 200 -> {
                        if (part.present() > 0) {
                            progress.notice("the server cannot go on there; beginning anew");
                        }
                        part.restart(expected.identity, answer.etag());
                        answer.header("Content-Length")
                                .ifPresent(length -> expected.learn(Long.parseLong(length)));
                        yield true;
                    }
                    case HTTP_PARTIAL -> goesOn(answer, part, expected);
                    case HTTP_RANGE -> {
                        beyond(answer, part, expected);
                        yield false;
                    }
                    default -> throw hub.refusal(answer.status(), address.getPath());
                };
        if (expected.sha256 == null && HubFile.isSha256(answer.etag())) {
            expected.sha256 = answer.etag();
        }
        if (expected.size >= 0) {
            space.require(expected.size - part.present());
        }
        return usable;
    }

    private boolean goesOn(Answer answer, PartFile part, Expected expected) throws IOException {
        Matcher range = RANGE.matcher(answer.header("Content-Range").orElse(""));
        if (!range.matches() || Long.parseLong(range.group(1)) != part.present()) {
            throw new HubException("The server sent another part than was asked for.");
        }
        if (!part.isSameState(answer.etag())) {
            progress.notice("the file has changed on the server; beginning anew");
            part.restart(expected.identity, "");
            return false;
        }
        if (!range.group(2).equals("*")) {
            expected.learn(Long.parseLong(range.group(2)));
        }
        return true;
    }

    /// The server has nothing behind what is here: all is here, or something else.
    private void beyond(Answer answer, PartFile part, Expected expected) throws IOException {
        boolean all =
                answer.header("Content-Range").orElse("").equals("bytes */" + part.present())
                        && part.isSameState(answer.etag());
        if (all && part.present() > 0) {
            expected.learn(part.present());
        } else {
            part.restart(expected.identity, "");
            patience.spend(answer);
        }
    }

    private boolean copy(Answer answer, PartFile part, Expected expected) throws IOException {
        byte[] block = new byte[BLOCK];
        try (StallGuard guard = new StallGuard(answer.response().body(), settings.stallTimeout())) {
            InputStream in = answer.response().body();
            while (true) {
                int length;
                try {
                    length = in.read(block);
                } catch (IOException e) {
                    patience.spend(
                            guard.stalled() ? new IOException("nothing came for too long") : e);
                    return false;
                }
                if (length < 0) {
                    return ended(part, expected);
                }
                guard.moved();
                part.append(block, length);
                patience.reward();
                if (part.present() - length < MAGIC.length) {
                    requireModel(part);
                }
                progress.bytes(part.present(), expected.size);
                if (expected.size >= 0 && part.present() > expected.size) {
                    throw new HubException("The server sent more than the file's size.");
                }
            }
        }
    }

    private boolean ended(PartFile part, Expected expected) {
        if (expected.size < 0) {
            return true;
        }
        if (part.present() < expected.size) {
            patience.spend(new IOException("the connection was cut"));
        }
        return false;
    }

    /// Ends early what is no model: an error page, a sign-in form.
    private void requireModel(PartFile part) throws IOException {
        byte[] head = part.head(MAGIC.length);
        if (!Arrays.equals(head, Arrays.copyOf(MAGIC, head.length))) {
            part.discard();
            throw new HubException("What the server sends is not a GGUF file.");
        }
    }
}
