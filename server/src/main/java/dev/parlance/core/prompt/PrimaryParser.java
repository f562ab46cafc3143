package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Expr.Args;
import dev.parlance.core.prompt.Expr.FilterCall;
import dev.parlance.core.prompt.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the smallest expressions and what follows them: subscripts, calls, filters and tests.
final class PrimaryParser {

    /// Words that end a test instead of being its argument.
    private static final Set<String> NO_ARGUMENT =
            Set.of("else", "or", "and", "if", "in", "not", "recursive");

    private final TokenStream in;
    private final Execution run;
    private final ExpressionParser expressions;

    PrimaryParser(TokenStream in, Execution run, ExpressionParser expressions) {
        this.in = in;
        this.run = run;
        this.expressions = expressions;
    }

    Expr primary() {
        Token token = in.take();
        int line = token.line();
        return switch (token.kind()) {
            case NAME -> name(token);
            case STRING -> new Expr.Literal(new Value.Str(strings(token)), line);
            case INTEGER -> new Expr.Literal(Numbers.integer(run, token.text()), line);
            case FLOAT -> new Expr.Literal(Numbers.real(token.text().replace("_", "")), line);
            case OPERATOR -> bracketed(token);
            case DATA, BLOCK_BEGIN, BLOCK_END, PRINT_BEGIN, PRINT_END, END ->
                    throw run.failure("expected an expression, got " + token.shown());
        };
    }

    private Expr name(Token token) {
        Value constant =
                switch (token.text()) {
                    case "true", "True" -> Value.TRUE;
                    case "false", "False" -> Value.FALSE;
                    case "none", "None" -> Value.None.NONE;
                    case "not", "and", "or", "in", "is", "if", "else" ->
                            throw run.failure("expected an expression, got " + token.shown());
                    default -> null;
                };
        if (constant != null) {
            return new Expr.Literal(constant, token.line());
        }
        in.read(token.text());
        return new Expr.Name(token.text(), token.line());
    }

    /// Neighbouring string literals are one string.
    private String strings(Token first) {
        StringBuilder text = new StringBuilder(first.text());
        while (in.peek().kind() == Kind.STRING) {
            text.append(in.take().text());
        }
        return text.toString();
    }

    private Expr bracketed(Token open) {
        return switch (open.text()) {
            case "(" -> parenthesised(open.line());
            case "[" -> new Expr.ListOf(listItems(), open.line());
            case "{" -> new Expr.DictOf(entries(), open.line());
            default -> throw run.failure("expected an expression, got " + open.shown());
        };
    }

    private Expr parenthesised(int line) {
        if (in.skipOperator(")")) {
            return new Expr.TupleOf(List.of(), line);
        }
        Expr inside = expressions.tuple();
        in.expectOperator(")");
        return inside;
    }

    private List<Expr> listItems() {
        List<Expr> items = new ArrayList<>();
        while (!in.skipOperator("]")) {
            items.add(expressions.expression());
            if (!in.peek().isOperator("]")) {
                in.expectOperator(",");
            }
        }
        return items;
    }

    private List<Expr.Entry> entries() {
        List<Expr.Entry> entries = new ArrayList<>();
        while (!in.skipOperator("}")) {
            Expr key = expressions.expression();
            in.expectOperator(":");
            entries.add(new Expr.Entry(key, expressions.expression()));
            if (!in.peek().isOperator("}")) {
                in.expectOperator(",");
            }
        }
        return entries;
    }

    /// `.name`, `.0`, `[...]` and `(...)` after a primary, any number of them.
    Expr postfix(Expr start) {
        Expr result = start;
        while (true) {
            int line = in.peek().line();
            if (in.skipOperator(".")) {
                result = dotted(result, line);
            } else if (in.skipOperator("[")) {
                result = subscript(result, line);
            } else if (in.skipOperator("(")) {
                result = new Expr.Call(result, expressions.arguments(), line);
            } else {
                return result;
            }
        }
    }

    private Expr dotted(Expr target, int line) {
        if (in.peek().kind() == Kind.INTEGER) {
            Value index = Numbers.integer(run, in.take().text());
            return new Expr.Item(target, new Expr.Literal(index, line), line);
        }
        return new Expr.Attribute(target, in.takeName(), line);
    }

    private Expr subscript(Expr target, int line) {
        Expr start = in.peek().isOperator(":") ? null : expressions.expression();
        if (start != null && in.skipOperator("]")) {
            return new Expr.Item(target, start, line);
        }
        in.expectOperator(":");
        Expr stop = sliceEnd();
        Expr step = in.skipOperator(":") ? sliceEnd() : null;
        in.expectOperator("]");
        return new Expr.Slice(target, start, stop, step, line);
    }

    private @Nullable Expr sliceEnd() {
        boolean absent = in.peek().isOperator(":") || in.peek().isOperator("]");
        return absent ? null : expressions.expression();
    }

    /// `| filter`, `is test` and calls after them, any number of them.
    Expr filters(Expr start) {
        Expr result = start;
        while (true) {
            int line = in.peek().line();
            if (in.peek().isOperator("|")) {
                result = new Expr.Filtered(result, filterCall(), line);
            } else if (in.skipName("is")) {
                result = test(result, line);
            } else if (in.skipOperator("(")) {
                result = new Expr.Call(result, expressions.arguments(), line);
            } else {
                return result;
            }
        }
    }

    /// The filters of a block, each after its `|`.
    List<FilterCall> filterCalls() {
        List<FilterCall> calls = new ArrayList<>();
        while (in.peek().isOperator("|")) {
            calls.add(filterCall());
        }
        return calls;
    }

    private FilterCall filterCall() {
        in.expectOperator("|");
        return namedFilter();
    }

    FilterCall namedFilter() {
        int line = in.peek().line();
        String name = in.takeName();
        Args args = in.skipOperator("(") ? expressions.arguments() : Args.NONE;
        return new FilterCall(name, args, line);
    }

    private Expr test(Expr target, int line) {
        boolean negated = in.skipName("not");
        String name = in.takeName();
        Args args = Args.NONE;
        if (in.skipOperator("(")) {
            args = expressions.arguments();
        } else if (in.peek().isName("is")) {
            throw run.failure("tests with 'is' cannot be chained");
        } else if (startsArgument(in.peek())) {
            args = new Args(List.of(postfix(primary())), List.of(), null, null);
        }
        return new Expr.Tested(target, name, args, negated, line);
    }

    private static boolean startsArgument(Token token) {
        return switch (token.kind()) {
            case NAME -> !NO_ARGUMENT.contains(token.text());
            case STRING, INTEGER, FLOAT -> true;
            case OPERATOR -> token.isOperator("[") || token.isOperator("{");
            case DATA, BLOCK_BEGIN, BLOCK_END, PRINT_BEGIN, PRINT_END, END -> false;
        };
    }
}
