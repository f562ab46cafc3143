package dev.parlance.engine.llama;

import dev.parlance.engine.llama.ffm.Vocabulary;
import java.util.stream.IntStream;

/// What a model wants around a text: a token before it and one after it, or neither. `[CLS]` and
/// `[SEP]` for BERT, a beginning token for most models that write.
///
/// @param head the tokens before a text, at most one
/// @param tail the tokens after a text, at most one
@SuppressWarnings("ArrayRecordComponent") // small, and never written to
record TextFrame(int[] head, int[] tail) {

    static TextFrame of(Vocabulary vocabulary) {
        int[] frame = vocabulary.tokenize("", true, false);
        boolean begins = frame.length == 2 || (frame.length == 1 && vocabulary.addsBos());
        int[] head = begins ? new int[] {frame[0]} : new int[0];
        boolean ends = frame.length > head.length;
        return new TextFrame(head, ends ? new int[] {frame[frame.length - 1]} : new int[0]);
    }

    /// How many tokens it adds.
    int length() {
        return head.length + tail.length;
    }

    /// The text in its frame.
    int[] around(int[] text) {
        return IntStream.concat(
                        IntStream.concat(IntStream.of(head), IntStream.of(text)),
                        IntStream.of(tail))
                .toArray();
    }
}
