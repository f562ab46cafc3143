package dev.parlance.hub;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.problem.ApiException;
import dev.parlance.wire.Json;
import dev.parlance.wire.JsonLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// A file that is on its way here: its bytes so far under `<name>.part`, their running hash, and
/// beside it what they are a part of, so that another pull goes on only with the same content.
///
/// Locked against other processes while open. For one thread.
final class PartFile implements AutoCloseable {
    private static final int BLOCK = 1 << 20;

    private final Path target;
    private final Path part;
    private final Path note;
    private final FileChannel channel;
    private MessageDigest digest = sha256();
    private long present;
    private String etag = "";

    private PartFile(Path target, FileChannel channel) {
        this.target = target;
        this.part = beside(target, ".part");
        this.note = beside(target, ".part.json");
        this.channel = channel;
    }

    /// Opens or begins the part of this target, with its folders.
    ///
    /// @throws HubException when another pull has it open
    static PartFile open(Path target) throws IOException {
        Files.createDirectories(target.toAbsolutePath().getParent());
        FileChannel channel =
                FileChannel.open(
                        beside(target, ".part"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException _) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new HubException(target.getFileName() + " is already being pulled.");
        }
        return new PartFile(target, channel);
    }

    private static Path beside(Path target, String suffix) {
        return target.resolveSibling(target.getFileName() + suffix);
    }

    /// Goes on with what is here if it is of this content, else begins anew.
    ///
    /// @param identity names the content: a hash or an entity tag with where it is from
    /// @return the bytes that are here, hashed
    long resume(String identity) throws IOException {
        if (!isNoted(identity)) {
            restart(identity, "");
            return 0;
        }
        digest = sha256();
        present = 0;
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        channel.position(0);
        while (channel.read(block) >= 0) {
            block.flip();
            present += block.remaining();
            digest.update(block);
            block.clear();
        }
        return present;
    }

    /// Forgets the bytes that are here; those to come are of this content.
    ///
    /// @param newEtag the server's name for this state of the content, or nothing
    void restart(String identity, String newEtag) throws IOException {
        channel.truncate(0);
        digest = sha256();
        present = 0;
        etag = newEtag;
        JsonObject text =
                JsonObject.EMPTY
                        .with("content", JsonValue.of(identity))
                        .with("etag", JsonValue.of(newEtag));
        Files.write(note, Json.write(text));
    }

    private boolean isNoted(String identity) {
        try (InputStream in = Files.newInputStream(note)) {
            JsonObject text = Json.parseObject(in.readNBytes(BLOCK), JsonLimits.DEFAULT);
            etag = text.get("etag") instanceof JsonString(String tag) ? tag : "";
            return text.get("content") instanceof JsonString(String content)
                    && content.equals(identity);
        } catch (IOException | ApiException _) {
            return false;
        }
    }

    /// True unless the server has the content in another state by now.
    boolean isSameState(String newEtag) {
        return etag.isEmpty() || newEtag.isEmpty() || etag.equals(newEtag);
    }

    /// Bytes that are here.
    long present() {
        return present;
    }

    void append(byte[] bytes, int length) throws IOException {
        ByteBuffer block = ByteBuffer.wrap(bytes, 0, length);
        while (block.hasRemaining()) {
            present += channel.write(block, present);
        }
        digest.update(bytes, 0, length);
    }

    /// The hash of all bytes that are here, 64 hex digits; nothing is appended after it.
    String hash() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /// The first bytes, fewer when there are no more yet.
    byte[] head(int length) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(length);
        int _ = channel.read(head, 0);
        return Arrays.copyOf(head.array(), head.position());
    }

    /// Makes it the file, in one step and for good.
    void finish() throws IOException {
        channel.force(true);
        Files.move(
                part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(note);
    }

    /// Throws away what is here.
    void discard() throws IOException {
        Files.deleteIfExists(part);
        Files.deleteIfExists(note);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
