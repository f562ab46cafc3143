package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Expr.FilterCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One statement of a template; `line` is where it begins.
sealed interface Node {

    int line();

    record Literal(String text, int line) implements Node {}

    record Print(Expr value, int line) implements Node {}

    record If(List<Branch> branches, List<Node> otherwise, int line) implements Node {}

    record Branch(Expr test, List<Node> body) {}

    record For(
            Target target,
            Expr iterable,
            @Nullable Expr filter,
            List<Node> body,
            List<Node> otherwise,
            boolean recursive,
            int line)
            implements Node {}

    record Assign(Target target, Expr value, int line) implements Node {}

    /// `{% set x | filter %}...{% endset %}`.
    record Capture(Target target, List<FilterCall> filters, List<Node> body, int line)
            implements Node {}

    record Define(Macro macro, int line) implements Node {}

    /// `{% call(params) macro(args) %}...{% endcall %}`: the body is a macro named `caller`.
    record CallBlock(Macro caller, Expr.Call call, int line) implements Node {}

    record FilterBlock(List<FilterCall> filters, List<Node> body, int line) implements Node {}

    /// `{% with %}`, and `{% generation %}` without bindings: a body with its own names.
    record With(List<Binding> bindings, List<Node> body, int line) implements Node {}

    record Binding(Target target, Expr value) {}

    record Break(int line) implements Node {}

    record Continue(int line) implements Node {}

    /// A macro as written; `usesCaller` and its like say which special names its body reads.
    record Macro(
            String name,
            List<Parameter> parameters,
            List<Node> body,
            boolean usesCaller,
            boolean usesVarargs,
            boolean usesKwargs) {}

    record Parameter(String name, @Nullable Expr preset) {}

    /// What a value may be assigned to.
    sealed interface Target {
        record Variable(String name) implements Target {}

        record Attribute(String namespace, String name) implements Target {}

        record Several(List<Target> targets) implements Target {}
    }
}
