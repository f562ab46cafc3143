package dev.parlance.engine.llama.grammar;

import java.util.ArrayList;
import java.util.List;

/// The reader of a character class of GBNF: `[a-z_]`, `[^"\\]`.
final class GbnfClass {
    private final Source source;

    /// @param source at the bracket
    GbnfClass(Source source) {
        this.source = source;
    }

    CodePoints read() {
        String where = source.where();
        source.next();
        boolean negated = source.take("^");
        List<int[]> ranges = new ArrayList<>();
        while (source.peek() != ']') {
            if (source.atEnd()) {
                throw new GrammarException(where, "the '[' here has no ']'");
            }
            int first = source.character();
            int last = first;
            if (source.peek() == '-' && source.peek(1) != ']') {
                source.next();
                if (source.atEnd()) {
                    throw new GrammarException(where, "the '[' here has no ']'");
                }
                last = source.character();
            }
            if (last < first) {
                throw source.fault("a range of characters ends before it begins");
            }
            ranges.add(new int[] {first, last});
        }
        source.next();
        CodePoints set = CodePoints.of(ranges);
        return negated ? set.not() : set;
    }
}
