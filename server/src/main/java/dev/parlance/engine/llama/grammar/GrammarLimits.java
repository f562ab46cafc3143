package dev.parlance.engine.llama.grammar;

/// How much a grammar may cost. Everything is counted, nothing is timed, so that the same grammar
/// is refused everywhere.
///
/// @param maxText characters of a GBNF grammar or a pattern, and of all texts in a schema or a list
///   of choices together
/// @param maxNesting groups in groups, schemas in schemas
/// @param maxNodes nodes of the compiled automaton; bounds its memory to about 100 bytes each
/// @param maxDepth open rules at one place of an output, such as arrays in arrays
/// @param maxPlaces places of the grammar that an output may be at, at the same time: what an
///   ambiguous grammar costs for each byte
/// @param maxWork moves through the automaton for one token; beyond, the request fails
/// @param maxMemory 4-byte words of remembered states; beyond, they are forgotten and made anew
public record GrammarLimits(
        int maxText,
        int maxNesting,
        int maxNodes,
        int maxDepth,
        int maxPlaces,
        int maxWork,
        int maxMemory) {
    /// What requests get.
    public static final GrammarLimits DEFAULT =
            new GrammarLimits(256 * 1024, 128, 200_000, 512, 4096, 4_000_000, 1_000_000);

    public GrammarLimits {
        if (maxText < 1
                || maxNesting < 1
                || maxNodes < 16
                || maxDepth < 1
                || maxPlaces < 1
                || maxWork < 1
                || maxMemory < 1) {
            throw new IllegalArgumentException("a limit of grammars is not positive");
        }
    }
}
