package dev.parlance.engine.llama.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The working memory of a model: the keys and values of its sequences, and the outputs of the last
/// decode call. Owned by the thread that made it; every call from another one is refused.
public final class NativeContext implements AutoCloseable {
    /// As the end of a range of positions: all that follow its beginning.
    public static final int TO_THE_END = -1;

    // What old releases log beside the code of a failed computation, which this is not.
    private static final String OLD_NO_ROOM = "failed to prepare ubatch";

    private final NativeModel model;
    private final ContextCalls calls;
    private final MemoryCalls memories;
    private final Arena arena;
    private final MemorySegment context;
    private final MemorySegment memory;
    private final int sequences;
    private final int contextTokens;
    private final int batchTokens;
    private final TokenBatch batch;
    private final Candidates candidates;
    private boolean closed;

    /// A context of this size.
    ///
    /// @param aborted asked by the computing thread between operations; true ends a decode call
    /// @throws NativeException when the library refuses it, for lack of memory mostly
    public NativeContext(NativeModel model, ContextOptions options, BooleanSupplier aborted) {
        this.model = model;
        this.calls = model.library().contexts();
        this.memories = model.library().memories();
        this.sequences = options.sequences();
        this.arena = Arena.ofConfined();
        MemorySegment weights = model.open();
        boolean made = false;
        try {
            MemorySegment params = ContextParams.of(model.library(), options, aborted, arena);
            context =
                    model.library()
                            .log()
                            .orExplain(
                                    "A context of "
                                            + options.contextTokens()
                                            + " tokens could not be made; is there enough memory",
                                    () -> {
                                        MemorySegment result = calls.init(weights, params);
                                        return result.address() == 0 ? null : result;
                                    });
            memory = memories.memory(context);
            contextTokens = calls.contextLength(context);
            batchTokens = calls.batchLength(context);
            batch = new TokenBatch(arena, options.batchTokens());
            candidates = new Candidates(options.embeddings() ? 0 : model.vocabulary().size());
            made = true;
        } finally {
            if (!made) {
                arena.close();
                model.contextClosed();
            }
        }
    }

    /// Tokens that all sequences together can hold; the library may round the wish up.
    public int contextTokens() {
        return contextTokens;
    }

    /// The batch for the next decode call.
    public TokenBatch batch() {
        return batch;
    }

    /// Makes these adapters work on what is computed from now on.
    ///
    /// @param scales one for each
    /// @throws NativeException when the library refuses them
    public void use(List<NativeAdapter> adapters, List<Float> scales) {
        List<MemorySegment> pointers = adapters.stream().map(NativeAdapter::pointer).toList();
        if (!model.library().adapters().set(requireOpen(), pointers, scales)) {
            throw new NativeException("The adapters could not be set.");
        }
    }

    /// Computes the batch.
    ///
    /// @throws NativeException when the library refuses it or fails
    public DecodeStatus decode() {
        requireOpen();
        if (batch.size() == 0) {
            throw new IllegalStateException("the batch is empty");
        }
        if (batch.size() > batchTokens) {
            // Asserted natively: a context smaller than the batch makes the batch smaller.
            return DecodeStatus.NO_ROOM;
        }
        try {
            return model.library()
                    .log()
                    .orExplain(
                            "The model could not compute " + batch.size() + " tokens",
                            () -> DecodeStatus.of(calls.decode(context, batch.struct())));
        } catch (NativeException e) {
            if (String.valueOf(e.getMessage()).contains(OLD_NO_ROOM)) {
                return DecodeStatus.NO_ROOM;
            }
            throw e;
        }
    }

    /// How likely a token is after a row of the last batch, before any sampler changed that.
    ///
    /// @param top how many of the likeliest tokens to list
    public TokenChances chances(int row, int token, int top) {
        return TokenChances.of(logits(row), token, top);
    }

    /// The logits of a row of the last batch that asked for output.
    ///
    /// @return one number for each token, valid until the next decode call
    MemorySegment logits(int row) {
        long count = model.vocabulary().size();
        return output(calls.logits(requireOpen(), row), count, row);
    }

    /// The embedding of a row of the last batch that asked for output.
    public float[] embedding(int row) {
        long count = model.embeddingLength();
        return output(calls.embeddings(requireOpen(), row), count, row)
                .toArray(ValueLayout.JAVA_FLOAT);
    }

    /// The score of a sequence of the last batch, in a context that ranks.
    public float score(int sequence) {
        return output(calls.sequenceEmbedding(requireOpen(), sequence), 1, sequence)
                .get(ValueLayout.JAVA_FLOAT, 0);
    }

    /// Forgets the tokens of a sequence from this position on.
    public void forget(int sequence, int fromPosition) {
        forget(sequence, fromPosition, TO_THE_END);
    }

    /// Forgets the tokens of a sequence from one position up to before another. Those after them
    /// keep their positions.
    ///
    /// @param toPosition exclusive; [#TO_THE_END] for all that follow
    public void forget(int sequence, int fromPosition, int toPosition) {
        requireSequence(sequence);
        if (!memories.remove(memory(), sequence, fromPosition, toPosition)) {
            throw new NativeException("A part of the context could not be removed.");
        }
    }

    /// Lets one sequence remember what another does between these positions, without computing or
    /// copying it: both then hold the same cells. The target must hold nothing there.
    ///
    /// @param toPosition exclusive; [#TO_THE_END] for all that follow
    public void copy(int fromSequence, int toSequence, int fromPosition, int toPosition) {
        requireSequence(fromSequence);
        requireSequence(toSequence);
        memories.copy(memory(), fromSequence, toSequence, fromPosition, toPosition);
    }

    /// True when [#shift] works with this model.
    public boolean canShift() {
        return memories.canShift(memory());
    }

    /// Moves the tokens between these positions by `delta`, to fill a gap before them. Not for
    /// cells that two sequences hold: they would move for both.
    ///
    /// @param toPosition exclusive; [#TO_THE_END] for all that follow
    /// @throws NativeException when the model's positions cannot be changed
    public void shift(int sequence, int fromPosition, int toPosition, int delta) {
        requireSequence(sequence);
        if (!canShift()) {
            throw new NativeException("The positions of this model's tokens cannot be changed.");
        }
        memories.add(memory(), sequence, fromPosition, toPosition, delta);
    }

    /// Forgets every sequence but this one.
    public void keepOnly(int sequence) {
        requireSequence(sequence);
        memories.keep(memory(), sequence);
    }

    /// Forgets everything.
    public void clear() {
        memories.clear(memory());
    }

    /// Draws the next token after a row of the last batch; the sampler notes it. What the library
    /// computed stays as it is.
    ///
    /// @param filter allows the token drawn; null for no constraint
    /// @throws NativeException when the logits are not numbers, which broken weights cause, or the
    ///   filter allows nothing
    public int sample(TokenSampler sampler, int row, @Nullable TokenFilter filter) {
        candidates.load(logits(row));
        return sampler.draw(candidates, filter);
    }

    /// Draws the next token after a row of the last batch with the library's own samplers.
    ///
    /// @throws NativeException when the logits are not numbers, which broken weights cause and
    ///   native sampling would not survive
    public int sample(NativeSampler sampler, int row) {
        NativeSampler.requireFinite(logits(row));
        return sampler.sample(requireOpen(), row);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            calls.free(context);
            arena.close();
            model.contextClosed();
        }
    }

    @SuppressWarnings("restricted")
    private static MemorySegment output(MemorySegment pointer, long count, int row) {
        if (pointer.address() == 0) {
            throw new NativeException("There is no output in row " + row + " of the batch.");
        }
        return pointer.reinterpret(count * 4);
    }

    private MemorySegment memory() {
        requireOpen();
        return memory;
    }

    /// Native code asserts this.
    private void requireSequence(int sequence) {
        if (sequence < 0 || sequence >= sequences) {
            throw new IllegalArgumentException(
                    "sequence " + sequence + " is not from 0 to " + (sequences - 1));
        }
    }

    private MemorySegment requireOpen() {
        if (closed) {
            throw new IllegalStateException("the context is closed");
        }
        // Refuses other threads before native code does worse.
        if (!batch.struct().isAccessibleBy(Thread.currentThread())) {
            throw new WrongThreadException("the context belongs to another thread");
        }
        return context;
    }
}
