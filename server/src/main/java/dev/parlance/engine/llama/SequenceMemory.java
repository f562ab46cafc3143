package dev.parlance.engine.llama;

/// A context's memory of its sequences, as far as a prefix cache changes it. For one thread.
interface SequenceMemory {
    /// Forgets the tokens of a sequence from this position on, and always can from position 0.
    ///
    /// @return false when the model cannot forget a part alone; then nothing was changed
    boolean forget(int sequence, int fromPosition);

    /// Lets a sequence remember what another does from one position up to before another, without
    /// computing it; the target holds nothing there yet.
    void copy(int source, int target, int fromPosition, int toPosition);
}
