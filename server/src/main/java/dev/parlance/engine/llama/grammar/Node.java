package dev.parlance.engine.llama.grammar;

/// One node of a compiled grammar; nodes refer to each other by number.
@SuppressWarnings("ArrayRecordComponent") // written once, by the compiler
sealed interface Node {
    /// The end of a rule.
    record Accept() implements Node {}

    /// Reads one byte: the first arc whose range holds it leads on. Ranges ascend and do not
    /// overlap; three numbers for each: first byte, last byte, target.
    record Arcs(int[] arcs) implements Node {}

    /// Goes to all targets without reading.
    record Split(int[] targets) implements Node {}

    /// Reads what a rule says, then goes on.
    record Call(int rule, int next) implements Node {}

    /// Reads what a rule says from `min` to `max` times, then goes on.
    record Loop(int rule, int min, int max, int next) implements Node {}
}
