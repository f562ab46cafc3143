package dev.parlance.core.prompt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One node of an expression; `line` is where it begins.
///
/// Operators of one rank are kept as one flat node, so that a long chain is not a deep tree.
sealed interface Expr {

    int line();

    record Literal(Value value, int line) implements Expr {}

    record Name(String name, int line) implements Expr {}

    record ListOf(List<Expr> items, int line) implements Expr {}

    record TupleOf(List<Expr> items, int line) implements Expr {}

    record DictOf(List<Entry> entries, int line) implements Expr {}

    record Entry(Expr key, Expr value) {}

    /// `-x` or `+x`.
    record Signed(boolean negative, Expr operand, int line) implements Expr {}

    record Not(Expr operand, int line) implements Expr {}

    record And(List<Expr> operands, int line) implements Expr {}

    record Or(List<Expr> operands, int line) implements Expr {}

    /// `first op a op b`, from left to right.
    record Chain(Expr first, List<Link> links, int line) implements Expr {}

    record Link(String operator, Expr operand) {}

    /// `first < a <= b`: each neighbouring pair has to hold.
    record Compare(Expr first, List<Link> links, int line) implements Expr {}

    record Concat(List<Expr> parts, int line) implements Expr {}

    /// `then if test else otherwise`; without `else` it is undefined.
    record Conditional(Expr test, Expr then, @Nullable Expr otherwise, int line) implements Expr {}

    record Attribute(Expr target, String name, int line) implements Expr {}

    record Item(Expr target, Expr index, int line) implements Expr {}

    record Slice(
            Expr target, @Nullable Expr start, @Nullable Expr stop, @Nullable Expr step, int line)
            implements Expr {}

    record Filtered(Expr target, FilterCall filter, int line) implements Expr {}

    record FilterCall(String name, Args args, int line) {}

    record Tested(Expr target, String name, Args args, boolean negated, int line) implements Expr {}

    record Call(Expr target, Args args, int line) implements Expr {}

    /// The arguments of a call as written, `*list` and `**mapping` included.
    record Args(
            List<Expr> positional,
            List<Named> named,
            @Nullable Expr spread,
            @Nullable Expr mapping) {

        static final Args NONE = new Args(List.of(), List.of(), null, null);
    }

    record Named(String name, Expr value) {}
}
