package dev.parlance.engine.llama.grammar;

import java.util.ArrayList;
import java.util.List;

/// The reader of regular expressions: what ECMAScript, PCRE and Python have in common and what a
/// finite automaton can follow. Back-references, look-around, word boundaries and flags are refused
/// by name; lazy quantifiers match the same texts as greedy ones.
///
/// Source: ECMA-262, 22.2 Regular expressions, with the flag `u`; checked 2026-11-20.
final class RegexParser {
    private static final int MOST_MIXED = 8;
    private static final CodePoints LINE_ENDS = CodePoints.anyOf("\n\r\u2028\u2029");

    private final Source source;
    private final GrammarLimits limits;
    private int nesting;
    private int mixed;

    private RegexParser(String pattern, GrammarLimits limits) {
        this.source = new Source(pattern);
        this.limits = limits;
    }

    /// @throws GrammarException naming the column of a fault
    static Anchored parse(String pattern, GrammarLimits limits) {
        if (pattern.length() > limits.maxText()) {
            throw new GrammarException(
                    "The pattern has "
                            + pattern.length()
                            + " characters; at most "
                            + limits.maxText()
                            + " are read.");
        }
        RegexParser parser = new RegexParser(pattern, limits);
        Anchored all = parser.alternatives();
        if (!parser.source.atEnd()) {
            throw parser.source.fault("there is no '(' for this ')'");
        }
        return all;
    }

    private Anchored alternatives() {
        List<Anchored> options = new ArrayList<>();
        options.add(sequence());
        while (source.take("|")) {
            options.add(sequence());
        }
        return options.size() == 1 ? options.getFirst() : Anchored.either(options);
    }

    private Anchored sequence() {
        Anchored all = Anchored.free(Expression.EMPTY);
        List<Expression> free = new ArrayList<>();
        while (!source.atEnd() && source.peek() != '|' && source.peek() != ')') {
            Anchored next = quantified(atom());
            if (next.kinds().size() == 1 && next.kinds().getFirst().isFree()) {
                free.add(next.kinds().getFirst().texts());
            } else {
                countMixed(all, next);
                all = all.then(joined(free)).then(next);
                free.clear();
            }
        }
        return free.isEmpty() ? all : all.then(joined(free));
    }

    private static Anchored joined(List<Expression> parts) {
        return Anchored.free(parts.size() == 1 ? parts.getFirst() : new Expression.Sequence(parts));
    }

    private Anchored atom() {
        int c = source.peek();
        return switch (c) {
            case '^' -> anchor(Anchored.START);
            case '$' -> anchor(Anchored.END);
            case '(' -> group();
            case '[' -> chars(new RegexClass(source).read());
            case '.' -> {
                source.next();
                yield chars(CodePoints.ANY.minus(LINE_ENDS));
            }
            case '*', '+', '?' ->
                    throw source.fault(
                            "there is nothing to repeat before '" + Character.toString(c) + "'");
            case '\\' -> escape();
            default -> chars(CodePoints.of(source.character(false)));
        };
    }

    private Anchored anchor(Anchored anchor) {
        source.next();
        return anchor;
    }

    private static Anchored chars(CodePoints set) {
        return Anchored.free(new Expression.Chars(set));
    }

    private Anchored escape() {
        if (source.take("\\A")) {
            return Anchored.START;
        }
        if (source.take("\\z") || source.take("\\Z")) {
            return Anchored.END;
        }
        int after = source.peek(1);
        if (after == 'b' || after == 'B') {
            throw source.fault("word boundaries (\\b, \\B) are not supported");
        }
        if (after == 'k' || (after >= '1' && after <= '9')) {
            throw source.fault("back-references are not supported");
        }
        return chars(new RegexEscape(source).read());
    }

    private Anchored group() {
        if (++nesting > limits.maxNesting()) {
            throw source.fault("more than " + limits.maxNesting() + " groups lie in each other");
        }
        String where = source.where();
        if (source.take("(?=")
                || source.take("(?!")
                || source.take("(?<=")
                || source.take("(?<!")) {
            throw new GrammarException(where, "look-around is not supported");
        }
        if (source.take("(?<") || source.take("(?P<")) {
            int from = source.at();
            while (!source.atEnd() && source.peek() != '>') {
                source.next();
            }
            if (source.at() == from || !source.take(">")) {
                throw new GrammarException(where, "the group here has no name, or no end of it");
            }
        } else if (!source.take("(?:")) {
            if (source.take("(?")) {
                throw new GrammarException(
                        where, "flags and other groups that begin with (? are not supported");
            }
            source.next();
        }
        Anchored inner = alternatives();
        if (!source.take(")")) {
            throw source.fault("')' is missing for the '(' at " + where);
        }
        nesting--;
        return inner;
    }

    private Anchored quantified(Anchored atom) {
        String where = source.where();
        Anchored all;
        if ("*+?{".indexOf(source.peek()) >= 0) {
            countMixed(atom, atom);
        }
        if (source.take("*")) {
            all = atom.repeated(0, Expression.UNBOUNDED);
        } else if (source.take("+")) {
            all = atom.repeated(1, Expression.UNBOUNDED);
        } else if (source.take("?")) {
            all = atom.repeated(0, 1);
        } else if (source.peek() == '{') {
            all = counted(atom);
        } else {
            return atom;
        }
        if (source.take("+")) {
            throw new GrammarException(where, "possessive quantifiers are not supported");
        }
        boolean _ = source.take("?");
        if (source.peek() == '*' || source.peek() == '+' || source.peek() == '{') {
            throw source.fault("a quantifier cannot be repeated; put a group around it");
        }
        return all;
    }

    // Each such part multiplies the ways in which the anchors before it can hold.
    private void countMixed(Anchored first, Anchored second) {
        if (Math.max(first.kinds().size(), second.kinds().size()) > 1 && ++mixed > MOST_MIXED) {
            throw source.fault("too many anchors stand beside alternatives");
        }
    }

    private Anchored counted(Anchored atom) {
        source.next();
        int min = source.peek() == ',' ? 0 : source.count();
        int max = min;
        if (source.take(",")) {
            max = source.peek() == '}' ? Expression.UNBOUNDED : source.count();
        }
        if (!source.take("}")) {
            throw source.fault("'}' must end the repetition; a brace as such is \\{");
        }
        if (max < min) {
            throw source.fault("{" + min + "," + max + "} ends before it begins");
        }
        return atom.repeated(min, max);
    }
}
