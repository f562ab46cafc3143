package dev.parlance.engine.onnx;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// A Hugging Face tokenizer. Thread-safe; closed by the model that it belongs to.
///
/// It neither cuts nor pads, whatever its file says: both are done here, where they are reported.
final class TextTokenizer implements AutoCloseable {
    private static final TokenizersLibrary LIBRARY = TokenizersLibrary.LIB;

    /// What stands around one text.
    record Frame(Row head, Row tail) {
        int length() {
            return head.length() + tail.length();
        }

        Row around(Row text) {
            return Row.join(head, text, tail);
        }
    }

    /// What stands around and between two texts, and the types of both.
    record PairFrame(Row head, Row middle, Row tail, long first, long second) {
        int length() {
            return head.length() + middle.length() + tail.length();
        }

        Row around(Row query, Row document) {
            return Row.join(head, query.of(first), middle, document.of(second), tail);
        }
    }

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final long handle;
    private final Frame frame;
    private final @Nullable PairFrame pairFrame;
    private boolean closed;

    /// @param json the content of a `tokenizer.json`
    /// @throws OnnxModelException when it is none
    TextTokenizer(String json) {
        try {
            this.handle = LIBRARY.createTokenizerFromString(json);
        } catch (RuntimeException e) {
            throw new OnnxModelException("tokenizer.json cannot be used: " + e.getMessage(), e);
        }
        LIBRARY.disablePadding(handle);
        LIBRARY.disableTruncation(handle);
        this.frame = probe();
        this.pairFrame = probePair();
    }

    Frame frame() {
        return frame;
    }

    /// What stands around pairs.
    ///
    /// @throws OnnxModelException when this tokenizer has no form for them
    PairFrame pairFrame() {
        if (pairFrame == null) {
            throw new OnnxModelException("its tokenizer has no form for pairs of texts");
        }
        return pairFrame;
    }

    /// The tokens of a text, without special ones around it.
    Row tokens(String text) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw Failures.closed();
            }
            return read(LIBRARY.encode(handle, text, false));
        } finally {
            lock.readLock().unlock();
        }
    }

    private static Row read(long encoding) {
        try {
            return new Row(LIBRARY.getTokenIds(encoding), LIBRARY.getTypeIds(encoding));
        } finally {
            LIBRARY.deleteEncoding(encoding);
        }
    }

    private Frame probe() {
        long encoding = LIBRARY.encode(handle, "a", true);
        long[] special = LIBRARY.getSpecialTokenMask(encoding);
        Row row = read(encoding);
        int from = run(special, 0, 1);
        int to = run(special, from, 0);
        return new Frame(row.part(0, from), row.part(to, row.length()));
    }

    private @Nullable PairFrame probePair() {
        long encoding = LIBRARY.encodeDual(handle, "a", "b", true);
        long[] special = LIBRARY.getSpecialTokenMask(encoding);
        Row row = read(encoding);
        int a = run(special, 0, 1);
        int middle = run(special, a, 0);
        int b = run(special, middle, 1);
        int tail = run(special, b, 0);
        if (a == middle || middle == b || b == tail) {
            return null;
        }
        return new PairFrame(
                row.part(0, a),
                row.part(middle, b),
                row.part(tail, row.length()),
                row.types()[a],
                row.types()[b]);
    }

    /// Where the run of this value that begins at `from` ends.
    private static int run(long[] mask, int from, long value) {
        int to = from;
        while (to < mask.length && mask[to] == value) {
            to++;
        }
        return to;
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                LIBRARY.deleteTokenizer(handle);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
