package dev.parlance.engine.llama.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The reader of GBNF, the grammar notation of llama.cpp.
///
/// Source: `grammars/README.md` of llama.cpp, read 2026-11-20. Not taken: tokens by number or name
/// (`<[12]>`, `<think>`), which mean something to one model only. Taken beyond it: `_` in names,
/// and a `|` at the beginning of a line.
final class GbnfParser {
    private final Source source;
    private final Rules rules;
    private final Map<String, Expression.Rule> names = new LinkedHashMap<>();
    private final Map<Expression.Rule, String> definedAt = new LinkedHashMap<>();
    private int nesting;

    GbnfParser(String text, Rules rules) {
        if (text.length() > rules.limits().maxText()) {
            throw new GrammarException(
                    "The grammar has "
                            + text.length()
                            + " characters; at most "
                            + rules.limits().maxText()
                            + " are read.");
        }
        this.source = new Source(text);
        this.rules = rules;
    }

    /// The rule `root`, all rules being read.
    Expression root() {
        skip(true);
        while (!source.atEnd()) {
            rule();
            skip(true);
        }
        Expression.Rule root = names.get("root");
        if (root == null || !definedAt.containsKey(root)) {
            throw new GrammarException("The grammar has no rule 'root'.");
        }
        for (Map.Entry<String, Expression.Rule> entry : names.entrySet()) {
            if (!definedAt.containsKey(entry.getValue())) {
                throw new GrammarException(
                        rules.name(entry.getValue().number()).where(),
                        "The rule '" + entry.getKey() + "' is not defined.");
            }
        }
        return root;
    }

    private void rule() {
        String where = source.where();
        String name = name();
        Expression.Rule rule = named(name, where);
        String first = definedAt.putIfAbsent(rule, where);
        if (first != null) {
            throw new GrammarException(
                    where, "The rule '" + name + "' is already defined at " + first + ".");
        }
        skip(false);
        if (!source.take("::=")) {
            throw source.fault("'::=' must follow the name of the rule '" + name + "'");
        }
        skip(true);
        rules.define(rule, alternatives());
        skip(false);
        if (!source.atEnd() && !source.atLineEnd()) {
            throw source.fault("a new line must follow the rule '" + name + "'");
        }
    }

    private Expression.Rule named(String name, String where) {
        return names.computeIfAbsent(name, n -> rules.declare(n, where));
    }

    private String name() {
        int from = source.at();
        while (isNamePart(source.peek())) {
            source.next();
        }
        if (source.at() == from) {
            throw source.fault("the name of a rule must come here");
        }
        return source.since(from);
    }

    private static boolean isNamePart(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_';
    }

    private Expression alternatives() {
        List<Expression> options = new ArrayList<>();
        options.add(sequence());
        while (bar()) {
            skip(true);
            options.add(sequence());
        }
        return Expression.either(options);
    }

    private boolean bar() {
        if (source.take("|")) {
            return true;
        }
        if (nesting == 0 && source.atLineEnd()) {
            int from = source.at();
            skip(true);
            if (source.take("|")) {
                return true;
            }
            source.back(from);
        }
        return false;
    }

    private Expression sequence() {
        List<Expression> parts = new ArrayList<>();
        while (true) {
            int c = source.peek();
            if (c == '"') {
                parts.add(Expression.text(literal()));
            } else if (c == '[') {
                parts.add(new Expression.Chars(new GbnfClass(source).read()));
            } else if (c == '(') {
                parts.add(group());
            } else if (c == '.') {
                source.next();
                parts.add(new Expression.Chars(CodePoints.ANY));
            } else if (isNamePart(c)) {
                String where = source.where();
                parts.add(named(name(), where));
            } else if (c == '*' || c == '+' || c == '?' || c == '{') {
                if (parts.isEmpty()) {
                    throw source.fault(
                            "there is nothing to repeat before '" + Character.toString(c) + "'");
                }
                parts.add(repetition(parts.removeLast()));
            } else if (c == '<' || c == '!') {
                throw source.fault(
                        "tokens such as <[12]> or <think> are not supported; write their text");
            } else {
                return parts.size() == 1 ? parts.getFirst() : new Expression.Sequence(parts);
            }
            skip(nesting > 0);
        }
    }

    private Expression group() {
        String where = source.where();
        source.next();
        if (++nesting > rules.limits().maxNesting()) {
            throw source.fault(
                    "more than " + rules.limits().maxNesting() + " groups lie in each other");
        }
        skip(true);
        Expression inner = alternatives();
        if (!source.take(")")) {
            throw source.fault("')' is missing for the '(' at " + where);
        }
        nesting--;
        return inner;
    }

    private Expression repetition(Expression body) {
        int c = source.next();
        return switch (c) {
            case '*' -> Expression.repeat(body, 0, Expression.UNBOUNDED);
            case '+' -> Expression.repeat(body, 1, Expression.UNBOUNDED);
            case '?' -> Expression.optional(body);
            default -> counted(body);
        };
    }

    private Expression counted(Expression body) {
        skip(nesting > 0);
        int min = source.count();
        int max = min;
        skip(nesting > 0);
        if (source.take(",")) {
            skip(nesting > 0);
            max = source.peek() == '}' ? Expression.UNBOUNDED : source.count();
            skip(nesting > 0);
        }
        if (!source.take("}")) {
            throw source.fault("'}' must end the repetition");
        }
        if (max < min) {
            throw source.fault("{" + min + "," + max + "} ends before it begins");
        }
        return Expression.repeat(body, min, max);
    }

    private String literal() {
        String where = source.where();
        source.next();
        StringBuilder text = new StringBuilder();
        while (source.peek() != '"') {
            if (source.atEnd()) {
                throw new GrammarException(where, "the text that begins here has no end");
            }
            text.appendCodePoint(source.character());
        }
        source.next();
        return text.toString();
    }

    /// Passes over blanks and comments, and line ends if wanted.
    private void skip(boolean lines) {
        while (true) {
            int c = source.peek();
            if (c == '#') {
                while (!source.atEnd() && !source.atLineEnd()) {
                    source.next();
                }
            } else if (c == ' ' || c == '\t' || (lines && source.atLineEnd())) {
                source.next();
            } else {
                return;
            }
        }
    }
}
