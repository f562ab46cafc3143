package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Expr.FilterCall;
import dev.parlance.core.prompt.Node.Target;
import dev.parlance.core.prompt.Value.Namespace;
import dev.parlance.core.prompt.Value.Str;
import java.util.List;

/// Runs statements, which write to an output and set names in a scope.
final class Statements {

    /// How a block ended.
    enum Flow {
        NORMAL,
        BREAK,
        CONTINUE
    }

    private final Execution run;
    private final Expressions expressions;

    Statements(Execution run) {
        this.run = run;
        this.expressions = new Expressions(run);
    }

    Expressions expressions() {
        return expressions;
    }

    Flow run(List<Node> nodes, Scope scope, TextBuilder out) {
        run.enter();
        Flow flow = Flow.NORMAL;
        for (Node node : nodes) {
            run.line(node.line());
            run.charge(1);
            flow = one(node, scope, out);
            if (flow != Flow.NORMAL) {
                break;
            }
        }
        run.leave();
        return flow;
    }

    /// The text that a block gives.
    String text(List<Node> nodes, Scope scope) {
        TextBuilder out = new TextBuilder(run);
        run(nodes, scope, out);
        return out.toString();
    }

    private Flow one(Node node, Scope scope, TextBuilder out) {
        switch (node) {
            case Node.Literal(String text, _) -> out.append(text);
            case Node.Print(Expr value, _) -> print(expressions.eval(value, scope), out);
            case Node.If choice -> {
                return choose(choice, scope, out);
            }
            case Node.For loop -> new Loop(run, this, loop, scope, 1).run(out);
            case Node.Assign(Target target, Expr value, _) ->
                    assign(target, expressions.eval(value, scope), scope);
            case Node.Capture capture -> {
                Value body = new Str(text(capture.body(), new Scope(scope)));
                assign(capture.target(), filtered(body, capture.filters(), scope), scope);
            }
            case Node.Define(Node.Macro macro, _) ->
                    scope.set(macro.name(), new MacroFunction(macro, this, scope));
            case Node.CallBlock(Node.Macro macro, Expr.Call call, _) -> {
                MacroFunction caller = new MacroFunction(macro, this, scope);
                print(expressions.call(call, scope, caller), out);
            }
            case Node.FilterBlock(List<FilterCall> filters, List<Node> body, _) -> {
                Value text = new Str(text(body, new Scope(scope)));
                print(filtered(text, filters, scope), out);
            }
            case Node.With with -> {
                return with(with, scope, out);
            }
            case Node.Break _ -> {
                return Flow.BREAK;
            }
            case Node.Continue _ -> {
                return Flow.CONTINUE;
            }
        }
        return Flow.NORMAL;
    }

    private void print(Value value, TextBuilder out) {
        out.append(PythonText.str(run, value));
    }

    private Flow choose(Node.If choice, Scope scope, TextBuilder out) {
        for (Node.Branch branch : choice.branches()) {
            if (expressions.test(branch.test(), scope)) {
                return run(branch.body(), scope, out);
            }
        }
        return run(choice.otherwise(), scope, out);
    }

    private Flow with(Node.With with, Scope scope, TextBuilder out) {
        Scope inner = new Scope(scope);
        for (Node.Binding binding : with.bindings()) {
            assign(binding.target(), expressions.eval(binding.value(), scope), inner);
        }
        return run(with.body(), inner, out);
    }

    private Value filtered(Value value, List<FilterCall> filters, Scope scope) {
        Value result = value;
        for (FilterCall filter : filters) {
            result = expressions.filter(result, filter, scope);
        }
        return result;
    }

    void assign(Target target, Value value, Scope scope) {
        switch (target) {
            case Target.Variable(String name) -> scope.set(name, value);
            case Target.Attribute(String namespace, String name) -> {
                if (!(scope.get(run, namespace) instanceof Namespace found)) {
                    throw run.failure(
                            "cannot set '"
                                    + name
                                    + "' of '"
                                    + namespace
                                    + "', which is not a namespace");
                }
                found.members().put(name, value);
            }
            case Target.Several(List<Target> targets) -> {
                List<Value> values = Conversion.iterate(run, value);
                if (values.size() != targets.size()) {
                    throw run.failure(
                            "want " + targets.size() + " values to unpack, got " + values.size());
                }
                for (int i = 0; i < targets.size(); i++) {
                    assign(targets.get(i), values.get(i), scope);
                }
            }
        }
    }
}
