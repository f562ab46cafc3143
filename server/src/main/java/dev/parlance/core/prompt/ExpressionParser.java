package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Expr.Args;
import dev.parlance.core.prompt.Expr.Link;
import dev.parlance.core.prompt.Expr.Named;
import dev.parlance.core.prompt.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads expressions, with Jinja's ranks of operators from `or` down to `**`.
final class ExpressionParser {

    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

    private final TokenStream in;
    private final PrimaryParser primaries;

    ExpressionParser(TokenStream in, Execution run) {
        this.in = in;
        this.primaries = new PrimaryParser(in, run, this);
    }

    /// One expression, `a if b else c` included.
    Expr expression() {
        in.enter();
        int line = in.peek().line();
        Expr result = or();
        while (in.skipName("if")) {
            Expr test = or();
            Expr otherwise = in.skipName("else") ? expression() : null;
            result = new Expr.Conditional(test, result, otherwise, line);
        }
        in.leave();
        return result;
    }

    /// One expression or a tuple without parentheses.
    Expr tuple() {
        return tuple(this::expression);
    }

    /// The same without `if ... else`, where a following `if` means something else.
    Expr plainTuple() {
        return tuple(this::or);
    }

    private Expr tuple(Supplier<Expr> element) {
        int line = in.peek().line();
        Expr first = element.get();
        if (!in.peek().isOperator(",")) {
            return first;
        }
        List<Expr> items = new ArrayList<>(List.of(first));
        while (in.skipOperator(",") && !atTupleEnd()) {
            items.add(element.get());
        }
        return new Expr.TupleOf(items, line);
    }

    private boolean atTupleEnd() {
        Token token = in.peek();
        return token.kind() == Kind.BLOCK_END
                || token.kind() == Kind.PRINT_END
                || token.isOperator(")")
                || token.isOperator("=")
                || token.isName("in")
                || token.isName("recursive");
    }

    /// One expression without `if ... else`.
    Expr or() {
        int line = in.peek().line();
        List<Expr> operands = new ArrayList<>(List.of(and()));
        while (in.skipName("or")) {
            operands.add(and());
        }
        return operands.size() == 1 ? operands.getFirst() : new Expr.Or(operands, line);
    }

    private Expr and() {
        int line = in.peek().line();
        List<Expr> operands = new ArrayList<>(List.of(not()));
        while (in.skipName("and")) {
            operands.add(not());
        }
        return operands.size() == 1 ? operands.getFirst() : new Expr.And(operands, line);
    }

    private Expr not() {
        int line = in.peek().line();
        if (!in.skipName("not")) {
            return compare();
        }
        in.enter();
        Expr result = new Expr.Not(not(), line);
        in.leave();
        return result;
    }

    private Expr compare() {
        int line = in.peek().line();
        Expr first = sum();
        List<Link> links = new ArrayList<>();
        while (true) {
            Token token = in.peek();
            if (token.kind() == Kind.OPERATOR && COMPARISONS.contains(token.text())) {
                links.add(new Link(in.take().text(), sum()));
            } else if (in.skipName("in")) {
                links.add(new Link("in", sum()));
            } else if (token.isName("not") && in.peekSecond().isName("in")) {
                in.take();
                in.take();
                links.add(new Link("not in", sum()));
            } else {
                return links.isEmpty() ? first : new Expr.Compare(first, links, line);
            }
        }
    }

    private Expr sum() {
        return chain(this::concat, Set.of("+", "-"));
    }

    private Expr concat() {
        int line = in.peek().line();
        List<Expr> parts = new ArrayList<>(List.of(product()));
        while (in.skipOperator("~")) {
            parts.add(product());
        }
        return parts.size() == 1 ? parts.getFirst() : new Expr.Concat(parts, line);
    }

    private Expr product() {
        return chain(this::power, Set.of("*", "/", "//", "%"));
    }

    private Expr power() {
        return chain(() -> unary(true), Set.of("**"));
    }

    private Expr chain(Supplier<Expr> operand, Set<String> operators) {
        int line = in.peek().line();
        Expr first = operand.get();
        List<Link> links = new ArrayList<>();
        while (in.peek().kind() == Kind.OPERATOR && operators.contains(in.peek().text())) {
            links.add(new Link(in.take().text(), operand.get()));
        }
        return links.isEmpty() ? first : new Expr.Chain(first, links, line);
    }

    /// A sign binds closer than filters: `-1 | abs` is `(-1) | abs`.
    private Expr unary(boolean withFilters) {
        int line = in.peek().line();
        boolean negative = in.peek().isOperator("-");
        Expr result;
        if (negative || in.peek().isOperator("+")) {
            in.enter();
            in.take();
            result = new Expr.Signed(negative, unary(false), line);
            in.leave();
        } else {
            result = primaries.primary();
        }
        result = primaries.postfix(result);
        return withFilters ? primaries.filters(result) : result;
    }

    /// The arguments of a call, from after `(` to and with `)`.
    Args arguments() {
        List<Expr> positional = new ArrayList<>();
        List<Named> named = new ArrayList<>();
        @Nullable Expr spread = null;
        @Nullable Expr mapping = null;
        while (!in.skipOperator(")")) {
            if (in.skipOperator("**")) {
                mapping = once(mapping, expression());
            } else if (in.skipOperator("*")) {
                spread = once(spread, expression());
            } else if (in.peek().kind() == Kind.NAME && in.peekSecond().isOperator("=")) {
                String name = in.takeName();
                in.take();
                named.add(new Named(name, expression()));
            } else if (named.isEmpty() && spread == null && mapping == null) {
                positional.add(expression());
            } else {
                throw in.failure("a positional argument follows a named one");
            }
            if (!in.peek().isOperator(")")) {
                in.expectOperator(",");
            }
        }
        return new Args(positional, named, spread, mapping);
    }

    private Expr once(@Nullable Expr before, Expr now) {
        if (before != null) {
            throw in.failure("only one '*' and one '**' argument are allowed");
        }
        return now;
    }
}
