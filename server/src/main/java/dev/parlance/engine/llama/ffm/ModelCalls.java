package dev.parlance.engine.llama.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// The functions around a model and its vocabulary, with Java's types.
final class ModelCalls {
    private final MethodHandle defaultParams;
    private final MethodHandle load;
    private final MethodHandle free;
    private final MethodHandle vocab;
    private final MethodHandle embeddingLength;
    private final MethodHandle tokenCount;
    private final MethodHandle tokenize;
    private final MethodHandle tokenToPiece;
    private final MethodHandle isEndOfGeneration;
    private final MethodHandle isControl;
    private final MethodHandle bos;
    private final MethodHandle eos;
    private final MethodHandle addBos;
    private final Map<Vocabulary.Gap, MethodHandle> gaps = new EnumMap<>(Vocabulary.Gap.class);

    ModelCalls(Symbols symbols, Abi abi) {
        defaultParams = symbols.bind("llama_model_default_params", abi.modelParams());
        load = symbols.bind("llama_model_load_from_file", ADDRESS, ADDRESS, abi.modelParams());
        free = symbols.bind("llama_model_free", null, ADDRESS);
        vocab = symbols.bind("llama_model_get_vocab", ADDRESS, ADDRESS);
        embeddingLength = symbols.bind("llama_model_n_embd", JAVA_INT, ADDRESS);
        tokenCount = symbols.bind("llama_vocab_n_tokens", JAVA_INT, ADDRESS);
        tokenize =
                symbols.bind(
                        "llama_tokenize",
                        JAVA_INT,
                        ADDRESS,
                        ADDRESS,
                        JAVA_INT,
                        ADDRESS,
                        JAVA_INT,
                        JAVA_BOOLEAN,
                        JAVA_BOOLEAN);
        tokenToPiece =
                symbols.bind(
                        "llama_token_to_piece",
                        JAVA_INT,
                        ADDRESS,
                        JAVA_INT,
                        ADDRESS,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_BOOLEAN);
        isEndOfGeneration = symbols.bind("llama_vocab_is_eog", JAVA_BOOLEAN, ADDRESS, JAVA_INT);
        isControl = symbols.bind("llama_vocab_is_control", JAVA_BOOLEAN, ADDRESS, JAVA_INT);
        bos = symbols.bind("llama_vocab_bos", JAVA_INT, ADDRESS);
        eos = symbols.bind("llama_vocab_eos", JAVA_INT, ADDRESS);
        for (Vocabulary.Gap gap : Vocabulary.Gap.values()) {
            gaps.put(gap, symbols.bind(gap.function(), JAVA_INT, ADDRESS));
        }
        addBos = symbols.bind("llama_vocab_get_add_bos", JAVA_BOOLEAN, ADDRESS);
    }

    MemorySegment defaultParams(SegmentAllocator allocator) {
        try {
            return (MemorySegment) defaultParams.invokeExact(allocator);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    MemorySegment load(MemorySegment path, MemorySegment params) {
        try {
            return (MemorySegment) load.invokeExact(path, params);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    void free(MemorySegment model) {
        try {
            free.invokeExact(model);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    MemorySegment vocab(MemorySegment model) {
        try {
            return (MemorySegment) vocab.invokeExact(model);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    int embeddingLength(MemorySegment model) {
        return number(embeddingLength, model);
    }

    int tokenCount(MemorySegment vocab) {
        return number(tokenCount, vocab);
    }

    int bos(MemorySegment vocab) {
        return number(bos, vocab);
    }

    int eos(MemorySegment vocab) {
        return number(eos, vocab);
    }

    int gap(MemorySegment vocab, Vocabulary.Gap gap) {
        return number(Objects.requireNonNull(gaps.get(gap)), vocab);
    }

    boolean addBos(MemorySegment vocab) {
        try {
            return (boolean) addBos.invokeExact(vocab);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    boolean isEndOfGeneration(MemorySegment vocab, int token) {
        return test(isEndOfGeneration, vocab, token);
    }

    boolean isControl(MemorySegment vocab, int token) {
        return test(isControl, vocab, token);
    }

    /// The number of tokens written, or minus the number there is no room for.
    int tokenize(
            MemorySegment vocab,
            MemorySegment text,
            int bytes,
            MemorySegment tokens,
            int capacity,
            boolean addSpecial,
            boolean parseSpecial) {
        try {
            return (int)
                    tokenize.invokeExact(
                            vocab, text, bytes, tokens, capacity, addSpecial, parseSpecial);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    /// The number of bytes written, or minus the number there is no room for.
    int tokenToPiece(
            MemorySegment vocab, int token, MemorySegment buffer, int capacity, boolean special) {
        try {
            return (int) tokenToPiece.invokeExact(vocab, token, buffer, capacity, 0, special);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    private static int number(MethodHandle handle, MemorySegment pointer) {
        try {
            return (int) handle.invokeExact(pointer);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    private static boolean test(MethodHandle handle, MemorySegment vocab, int token) {
        try {
            return (boolean) handle.invokeExact(vocab, token);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }
}
