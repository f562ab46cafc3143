package dev.parlance.engine.llama.grammar;

import java.util.ArrayList;
import java.util.List;

/// The reader of a character class of a regular expression: `[a-z\d_]`.
final class RegexClass {
    private final Source source;

    /// @param source at the bracket
    RegexClass(Source source) {
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
            if (source.take("[:")) {
                throw source.fault("classes such as [:alpha:] are not supported");
            }
            CodePoints first = member();
            if (source.peek() == '-' && source.peek(1) != ']' && single(first)) {
                source.next();
                CodePoints last = member();
                if (!single(last) || last.ranges()[0] < first.ranges()[0]) {
                    throw source.fault("a range of characters ends before it begins");
                }
                ranges.add(new int[] {first.ranges()[0], last.ranges()[0]});
            } else {
                ranges.addAll(first.pairs());
            }
        }
        source.next();
        CodePoints set = CodePoints.of(ranges);
        return negated ? set.not() : set;
    }

    private CodePoints member() {
        if (source.peek() != '\\') {
            return CodePoints.of(source.character(false));
        }
        if (source.take("\\b")) {
            return CodePoints.of('\b');
        }
        return new RegexEscape(source).read();
    }

    private static boolean single(CodePoints set) {
        return set.ranges().length == 2 && set.ranges()[0] == set.ranges()[1];
    }
}
