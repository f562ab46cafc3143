package dev.parlance.core.prompt;

import dev.parlance.core.prompt.TemplateException.Failed;
import dev.parlance.core.prompt.Token.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The tokens of a template with a place in them, and the names that were read so far.
final class TokenStream {

    /// Reading one nested expression takes some twenty frames, evaluating it about four.
    private static final int LEVELS = 4;

    private final List<Token> tokens;
    private final Execution run;
    private Set<String> reads = new HashSet<>();
    private int next;

    TokenStream(List<Token> tokens, Execution run) {
        this.tokens = tokens;
        this.run = run;
    }

    Token peek() {
        return tokens.get(next);
    }

    Token peekSecond() {
        return tokens.get(Math.min(next + 1, tokens.size() - 1));
    }

    Token take() {
        Token token = tokens.get(next);
        run.line(token.line());
        if (token.kind() != Kind.END) {
            next++;
        }
        return token;
    }

    boolean skipOperator(String symbol) {
        return skip(peek().isOperator(symbol));
    }

    boolean skipName(String word) {
        return skip(peek().isName(word));
    }

    private boolean skip(boolean matches) {
        if (matches) {
            take();
        }
        return matches;
    }

    void expectOperator(String symbol) {
        if (!skipOperator(symbol)) {
            throw unexpected("'" + symbol + "'");
        }
    }

    void expectName(String word) {
        if (!skipName(word)) {
            throw unexpected("'" + word + "'");
        }
    }

    String takeName() {
        return expect(Kind.NAME, "a name").text();
    }

    Token expect(Kind kind, String wanted) {
        if (peek().kind() != kind) {
            throw unexpected(wanted);
        }
        return take();
    }

    Failed unexpected(String wanted) {
        run.line(peek().line());
        return run.failure("expected " + wanted + ", got " + peek().shown());
    }

    Failed failure(String message) {
        return run.failure(message);
    }

    void enter() {
        run.line(peek().line());
        run.enter(LEVELS);
    }

    void leave() {
        run.leave(LEVELS);
    }

    void read(String name) {
        reads.add(name);
    }

    Set<String> reads() {
        return reads;
    }

    /// Collects the names read from here on apart, until [#endReads] puts both together.
    Set<String> beginReads() {
        Set<String> outer = reads;
        reads = new HashSet<>();
        return outer;
    }

    /// The names read since [#beginReads] gave `outer`.
    Set<String> endReads(Set<String> outer) {
        Set<String> inner = reads;
        outer.addAll(inner);
        reads = outer;
        return inner;
    }
}
