package dev.parlance.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One keep-alive HTTP/1.1 connection of the load generator: cheap enough not to be what is
/// measured. Not thread-safe.
final class Connection implements AutoCloseable {
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);

    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;
    private final byte[] line = new byte[64 * 1024];
    private int lineLength;

    Connection(int port) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
        in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        out = socket.getOutputStream();
    }

    /// Sends a whole request as it is.
    void send(byte[] request) throws IOException {
        out.write(request);
        out.flush();
    }

    /// Reads a whole reply; returns its body's length in bytes.
    int readReply() throws IOException {
        long length = readHead();
        if (length >= 0) {
            in.skipNBytes(length);
            return (int) length;
        }
        int total = 0;
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            in.skipNBytes(size);
            readLine();
            total += size;
        }
        readLine();
        return total;
    }

    /// Reads a streamed reply to its end; returns when the first event came, as nano time.
    ///
    /// @param counter `counter[0]` grows by one for each event
    long readEvents(long[] counter) throws IOException {
        long length = readHead();
        if (length >= 0) {
            // A reply that was complete at once may come with its length.
            counter[0] += count(in.readNBytes((int) length));
            return System.nanoTime();
        }
        long first = 0;
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            byte[] bytes = in.readNBytes(size);
            readLine();
            int events = count(bytes);
            if (first == 0 && events > 0) {
                first = System.nanoTime();
            }
            counter[0] += events;
        }
        readLine();
        return first;
    }

    private static int count(byte[] bytes) {
        int events = 0;
        for (int i = 0; i + DATA.length <= bytes.length; i++) {
            if (bytes[i] == 'd'
                    && bytes[i + 1] == 'a'
                    && bytes[i + 2] == 't'
                    && bytes[i + 3] == 'a'
                    && bytes[i + 4] == ':'
                    && (i == 0 || bytes[i - 1] == '\n')) {
                events++;
            }
        }
        return events;
    }

    /// Reads status and headers; the content length, or -1 when the body is chunked.
    private long readHead() throws IOException {
        String status = readLine();
        if (!status.contains(" 200")) {
            throw new IOException("unexpected status: " + status);
        }
        long length = -1;
        for (String header = readLine(); !header.isEmpty(); header = readLine()) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Long.parseLong(header.substring(15).strip());
            }
        }
        return length;
    }

    private int chunkSize() throws IOException {
        String size = readLine();
        int extension = size.indexOf(';');
        return Integer.parseInt(extension < 0 ? size : size.substring(0, extension), 16);
    }

    private String readLine() throws IOException {
        lineLength = 0;
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (b != '\r') {
                line[lineLength++] = (byte) b;
            }
        }
        return new String(line, 0, lineLength, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
