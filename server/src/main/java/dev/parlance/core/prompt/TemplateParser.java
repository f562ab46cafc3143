package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Expr.FilterCall;
import dev.parlance.core.prompt.Node.Macro;
import dev.parlance.core.prompt.Node.Parameter;
import dev.parlance.core.prompt.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads statements: a recursive descent over the tokens, bounded in depth.
final class TemplateParser {

    private final TokenStream in;
    private final Execution run;
    private final ExpressionParser expressions;
    private final PrimaryParser primaries;
    private final TargetParser targets;
    private int loops;

    TemplateParser(TokenStream in, Execution run) {
        this.in = in;
        this.run = run;
        this.expressions = new ExpressionParser(in, run);
        this.primaries = new PrimaryParser(in, run, expressions);
        this.targets = new TargetParser(in);
    }

    List<Node> template() {
        List<Node> nodes = body(Set.of());
        in.expect(Kind.END, "end of template");
        return nodes;
    }

    /// Nodes up to a tag whose name is in `ends`; that name is the next token then.
    private List<Node> body(Set<String> ends) {
        in.enter();
        List<Node> nodes = new ArrayList<>();
        while (true) {
            Token token = in.peek();
            if (token.kind() == Kind.END) {
                if (!ends.isEmpty()) {
                    throw in.unexpected("one of the tags " + String.join(", ", sorted(ends)));
                }
                break;
            }
            in.take();
            if (token.kind() == Kind.DATA) {
                nodes.add(new Node.Literal(token.text(), token.line()));
            } else if (token.kind() == Kind.PRINT_BEGIN) {
                nodes.add(new Node.Print(expressions.tuple(), token.line()));
                in.expect(Kind.PRINT_END, "end of print statement");
            } else if (ends.contains(in.peek().text()) && in.peek().kind() == Kind.NAME) {
                break;
            } else {
                nodes.add(statement(ends));
            }
        }
        in.leave();
        return List.copyOf(nodes);
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    private Node statement(Set<String> ends) {
        Token tag = in.expect(Kind.NAME, "the name of a tag");
        int line = tag.line();
        return switch (tag.text()) {
            case "if" -> ifStatement(line);
            case "for" -> forStatement(line);
            case "set" -> setStatement(line);
            case "macro" -> macroStatement(line);
            case "call" -> callStatement(line);
            case "filter" -> filterStatement(line);
            case "with" -> withStatement(line);
            case "generation" -> {
                endOfBlock();
                yield new Node.With(List.of(), scoped("endgeneration"), line);
            }
            case "break", "continue" -> loopExit(tag);
            default -> {
                String wanted = ends.isEmpty() ? "" : ", want " + String.join(", ", sorted(ends));
                throw run.failure("unknown tag '" + tag.text() + "'" + wanted);
            }
        };
    }

    private void endOfBlock() {
        in.expect(Kind.BLOCK_END, "end of statement block");
    }

    private List<Node> until(String end) {
        List<Node> nodes = body(Set.of(end));
        in.expectName(end);
        endOfBlock();
        return nodes;
    }

    /// A body that a `break` cannot leave, because it is not part of the loop around it.
    private List<Node> scoped(String end) {
        int outer = loops;
        loops = 0;
        List<Node> nodes = until(end);
        loops = outer;
        return nodes;
    }

    private Node loopExit(Token tag) {
        if (loops == 0) {
            throw run.failure("'" + tag.text() + "' outside a loop");
        }
        endOfBlock();
        return tag.text().equals("break")
                ? new Node.Break(tag.line())
                : new Node.Continue(tag.line());
    }

    private Node ifStatement(int line) {
        List<Node.Branch> branches = new ArrayList<>();
        List<Node> otherwise = List.of();
        do {
            Expr test = expressions.plainTuple();
            endOfBlock();
            branches.add(new Node.Branch(test, body(Set.of("elif", "else", "endif"))));
        } while (in.skipName("elif"));
        if (in.skipName("else")) {
            endOfBlock();
            otherwise = body(Set.of("endif"));
        }
        in.expectName("endif");
        endOfBlock();
        return new Node.If(branches, otherwise, line);
    }

    private Node forStatement(int line) {
        Node.Target target = targets.loopTarget();
        in.expectName("in");
        Expr iterable = expressions.plainTuple();
        @Nullable Expr filter = in.skipName("if") ? expressions.or() : null;
        boolean recursive = in.skipName("recursive");
        endOfBlock();
        loops++;
        List<Node> body = body(Set.of("else", "endfor"));
        loops--;
        List<Node> otherwise = List.of();
        if (in.skipName("else")) {
            endOfBlock();
            otherwise = body(Set.of("endfor"));
        }
        in.expectName("endfor");
        endOfBlock();
        return new Node.For(target, iterable, filter, body, otherwise, recursive, line);
    }

    private Node setStatement(int line) {
        Node.Target target = targets.assignTarget();
        if (in.skipOperator("=")) {
            Expr value = expressions.tuple();
            endOfBlock();
            return new Node.Assign(target, value, line);
        }
        List<FilterCall> filters = primaries.filterCalls();
        endOfBlock();
        return new Node.Capture(target, filters, scoped("endset"), line);
    }

    private Node macroStatement(int line) {
        String name = targets.variable();
        in.expectOperator("(");
        return new Node.Define(macro(name, parameters(), "endmacro"), line);
    }

    private Macro macro(String name, List<Parameter> parameters, String end) {
        endOfBlock();
        Set<String> outer = in.beginReads();
        List<Node> body = scoped(end);
        Set<String> reads = in.endReads(outer);
        return new Macro(
                name,
                parameters,
                body,
                reads.contains("caller"),
                reads.contains("varargs"),
                reads.contains("kwargs"));
    }

    private List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        while (!in.skipOperator(")")) {
            String name = targets.variable();
            boolean preset = in.skipOperator("=");
            if (!preset && !parameters.isEmpty() && parameters.getLast().preset() != null) {
                throw run.failure("parameter '" + name + "' needs a default like those before it");
            }
            parameters.add(new Parameter(name, preset ? expressions.expression() : null));
            if (!in.peek().isOperator(")")) {
                in.expectOperator(",");
            }
        }
        return parameters;
    }

    private Node callStatement(int line) {
        List<Parameter> parameters = in.skipOperator("(") ? parameters() : List.of();
        if (!(expressions.expression() instanceof Expr.Call call)) {
            throw run.failure("expected a call in the 'call' tag");
        }
        return new Node.CallBlock(macro("caller", parameters, "endcall"), call, line);
    }

    private Node filterStatement(int line) {
        List<FilterCall> filters = new ArrayList<>(List.of(primaries.namedFilter()));
        filters.addAll(primaries.filterCalls());
        endOfBlock();
        return new Node.FilterBlock(filters, scoped("endfilter"), line);
    }

    private Node withStatement(int line) {
        List<Node.Binding> bindings = new ArrayList<>();
        while (in.peek().kind() != Kind.BLOCK_END) {
            if (!bindings.isEmpty()) {
                in.expectOperator(",");
            }
            Node.Target target = targets.assignTarget();
            in.expectOperator("=");
            bindings.add(new Node.Binding(target, expressions.expression()));
        }
        endOfBlock();
        return new Node.With(bindings, until("endwith"), line);
    }
}
