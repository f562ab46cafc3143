package dev.parlance.engine.llama.natives;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/// Takes expected files out of a packed package, a gzipped tar file.
///
/// Strict on purpose: packages hold plain files, so that anything else (a link, a device, a path
/// that leads elsewhere, a checksum that is off) refuses the whole.
final class PackedFiles {
    private static final int BLOCK = 512;
    private static final int MAX_ENTRIES = 10_000;
    private static final long MAX_BYTES = 4L << 30;

    private final InputStream in;
    private final byte[] header = new byte[BLOCK];
    private long read;

    private PackedFiles(InputStream in) {
        this.in = in;
    }

    /// Writes those files of the package whose paths are `wanted` into a folder, under their last
    /// names.
    ///
    /// @throws IOException when the package is damaged or not as packages are, or files cannot be
    ///   written
    static void take(Path packed, Set<String> wanted, Path folder) throws IOException {
        try (InputStream in =
                new GZIPInputStream(new BufferedInputStream(Files.newInputStream(packed)))) {
            new PackedFiles(in).take(wanted, folder);
        }
    }

    private void take(Set<String> wanted, Path folder) throws IOException {
        for (int i = 0; i < MAX_ENTRIES && nextHeader(); i++) {
            long size = number(124, 12);
            char type = (char) header[156];
            String path = path();
            switch (type) {
                case '0', '\0' -> {
                    if (wanted.contains(path)) {
                        copy(folder.resolve(path.substring(path.lastIndexOf('/') + 1)), size);
                    } else {
                        skip(size);
                    }
                }
                // Directories, and further facts about the next entry, of which none is needed.
                case '5', 'x', 'g' -> skip(size);
                default ->
                        throw new IOException(
                                "the package holds an entry of the type '" + type + "': " + path);
            }
            skip(Math.floorMod(-size, BLOCK));
        }
    }

    /// False at the end, which an empty block marks.
    private boolean nextHeader() throws IOException {
        if (in.readNBytes(header, 0, BLOCK) != BLOCK) {
            throw new IOException("the package ends too early");
        }
        long sum = 0;
        boolean empty = true;
        for (int i = 0; i < BLOCK; i++) {
            empty &= header[i] == 0;
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        }
        if (!empty && sum != number(148, 8)) {
            throw new IOException("the package is damaged: a checksum is wrong");
        }
        return !empty;
    }

    private String path() throws IOException {
        String name = text(0, 100);
        String prefix = text(345, 155);
        String path = prefix.isEmpty() ? name : prefix + "/" + name;
        if (path.startsWith("/") || path.contains("..") || path.contains("\\")) {
            throw new IOException("the package holds a path that leads elsewhere: " + path);
        }
        return path;
    }

    private String text(int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.UTF_8);
    }

    private long number(int from, int length) throws IOException {
        String digits = text(from, length).strip();
        if (!digits.matches("[0-7]{1,12}")) {
            throw new IOException("the package is damaged: a number is wrong");
        }
        return Long.parseLong(digits, 8);
    }

    private void copy(Path target, long size) throws IOException {
        count(size);
        try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
            byte[] buffer = new byte[1 << 16];
            for (long left = size; left > 0; ) {
                int some = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (some < 0) {
                    throw new IOException("the package ends too early");
                }
                out.write(buffer, 0, some);
                left -= some;
            }
        }
    }

    private void skip(long size) throws IOException {
        count(size);
        in.skipNBytes(size);
    }

    private void count(long size) throws IOException {
        read += size;
        if (read > MAX_BYTES) {
            throw new IOException("the package unpacks to more than " + MAX_BYTES + " bytes");
        }
    }
}
