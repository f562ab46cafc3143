package dev.parlance.http;

import java.io.IOException;

/// Where a streamed reply's frames go. Writes block while the client does not read, which is the
/// back-pressure; a client that reads nothing for the write time-out is cut off.
public interface FrameSink extends AutoCloseable {

    /// Adds one frame to the buffer; goes out by itself only when the buffer is full.
    ///
    /// @throws IOException when the client has gone
    void write(byte[] frame) throws IOException;

    /// Sends what is buffered: once per batch of events that are ready together.
    ///
    /// @throws IOException when the client has gone
    void flush() throws IOException;

    /// Sends the rest and ends the reply. Closing twice is fine.
    ///
    /// @throws IOException when the client has gone
    @Override
    void close() throws IOException;
}
