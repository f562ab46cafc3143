package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Expr.Args;
import dev.parlance.core.prompt.Expr.FilterCall;
import dev.parlance.core.prompt.Expr.Link;
import dev.parlance.core.prompt.Expr.Named;
import dev.parlance.core.prompt.Value.Callable;
import dev.parlance.core.prompt.Value.Dict;
import dev.parlance.core.prompt.Value.ListValue;
import dev.parlance.core.prompt.Value.None;
import dev.parlance.core.prompt.Value.Str;
import dev.parlance.core.prompt.Value.Tuple;
import dev.parlance.core.prompt.Value.Undefined;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Evaluates expressions; every node costs a step and a level.
final class Expressions {

    private final Execution run;

    Expressions(Execution run) {
        this.run = run;
    }

    Value eval(Expr expr, Scope scope) {
        int outer = run.line();
        run.line(expr.line());
        run.charge(1);
        run.enter();
        Value value = dispatch(expr, scope);
        run.leave();
        run.line(outer);
        return value;
    }

    boolean test(Expr expr, Scope scope) {
        return Conversion.truth(eval(expr, scope));
    }

    private Value dispatch(Expr expr, Scope scope) {
        return switch (expr) {
            case Expr.Literal(Value value, _) -> value;
            case Expr.Name(String name, _) -> scope.get(run, name);
            case Expr.ListOf(List<Expr> items, _) -> new ListValue(all(items, scope));
            case Expr.TupleOf(List<Expr> items, _) -> new Tuple(all(items, scope));
            case Expr.DictOf dict -> dict(dict, scope);
            case Expr.Signed signed -> signed(signed, scope);
            case Expr.Not(Expr operand, _) -> Value.of(!test(operand, scope));
            case Expr.And(List<Expr> operands, _) -> decide(operands, scope, false);
            case Expr.Or(List<Expr> operands, _) -> decide(operands, scope, true);
            case Expr.Chain chain -> chain(chain, scope);
            case Expr.Compare compare -> compare(compare, scope);
            case Expr.Concat(List<Expr> parts, _) -> concat(parts, scope);
            case Expr.Conditional choice -> choose(choice, scope);
            case Expr.Attribute(Expr target, String name, _) ->
                    Members.attribute(run, eval(target, scope), name);
            case Expr.Item(Expr target, Expr index, _) ->
                    Members.item(run, eval(target, scope), eval(index, scope));
            case Expr.Slice slice -> slice(slice, scope);
            case Expr.Filtered(Expr target, FilterCall filter, _) ->
                    filter(eval(target, scope), filter, scope);
            case Expr.Tested tested -> tested(tested, scope);
            case Expr.Call call -> call(call, scope, null);
        };
    }

    private List<Value> all(List<Expr> exprs, Scope scope) {
        run.items(exprs.size());
        List<Value> values = new ArrayList<>(exprs.size());
        for (Expr expr : exprs) {
            values.add(eval(expr, scope));
        }
        return values;
    }

    private Value dict(Expr.DictOf literal, Scope scope) {
        run.items(literal.entries().size());
        Dict dict = new Dict();
        for (Expr.Entry entry : literal.entries()) {
            Value key = Conversion.key(run, eval(entry.key(), scope));
            dict.put(key, eval(entry.value(), scope));
        }
        return dict;
    }

    private Value signed(Expr.Signed signed, Scope scope) {
        Value operand = eval(signed.operand(), scope);
        if (operand instanceof Undefined(String why)) {
            throw run.failure(why);
        }
        Value negated = Arithmetic.negated(run, operand);
        return signed.negative() ? negated : Arithmetic.negated(run, negated);
    }

    /// The first operand whose truth is `decisive`, or else the last one.
    private Value decide(List<Expr> operands, Scope scope, boolean decisive) {
        Value value = None.NONE;
        for (Expr operand : operands) {
            value = eval(operand, scope);
            if (Conversion.truth(value) == decisive) {
                return value;
            }
        }
        return value;
    }

    private Value chain(Expr.Chain chain, Scope scope) {
        Value value = eval(chain.first(), scope);
        for (Link link : chain.links()) {
            Value operand = eval(link.operand(), scope);
            value = Arithmetic.apply(run, link.operator(), value, operand);
        }
        return value;
    }

    private Value compare(Expr.Compare compare, Scope scope) {
        Value left = eval(compare.first(), scope);
        for (Link link : compare.links()) {
            Value right = eval(link.operand(), scope);
            boolean holds =
                    switch (link.operator()) {
                        case "==" -> Comparison.equal(run, left, right);
                        case "!=" -> !Comparison.equal(run, left, right);
                        case "in" -> Comparison.contains(run, right, left);
                        case "not in" -> !Comparison.contains(run, right, left);
                        default -> Comparison.ordered(run, link.operator(), left, right);
                    };
            if (!holds) {
                return Value.FALSE;
            }
            left = right;
        }
        return Value.TRUE;
    }

    private Value concat(List<Expr> parts, Scope scope) {
        TextBuilder out = new TextBuilder(run);
        for (Expr part : parts) {
            out.append(PythonText.str(run, eval(part, scope)));
        }
        return new Str(out.toString());
    }

    private Value choose(Expr.Conditional choice, Scope scope) {
        if (test(choice.test(), scope)) {
            return eval(choice.then(), scope);
        }
        Expr otherwise = choice.otherwise();
        return otherwise != null
                ? eval(otherwise, scope)
                : new Undefined("an 'if' without 'else' had nothing to give");
    }

    private Value slice(Expr.Slice slice, Scope scope) {
        Value target = eval(slice.target(), scope);
        Value start = bound(slice.start(), scope);
        Value stop = bound(slice.stop(), scope);
        return Members.slice(run, target, start, stop, bound(slice.step(), scope));
    }

    private Value bound(@Nullable Expr expr, Scope scope) {
        return expr == null ? None.NONE : eval(expr, scope);
    }

    private Value tested(Expr.Tested tested, Scope scope) {
        Value value = eval(tested.target(), scope);
        Arguments arguments = arguments(tested.args(), scope);
        Value verdict = Tests.named(run, tested.name()).apply(run, value, arguments);
        return Value.of(Conversion.truth(verdict) != tested.negated());
    }

    /// The value after one filter.
    Value filter(Value value, FilterCall filter, Scope scope) {
        Arguments arguments = arguments(filter.args(), scope);
        return Filters.named(run, filter.name()).apply(run, value, arguments);
    }

    /// Calls with the arguments as written, and with `caller` when a call block gives one.
    Value call(Expr.Call call, Scope scope, @Nullable Value caller) {
        Value target = eval(call.target(), scope);
        Arguments arguments = arguments(call.args(), scope);
        if (caller != null) {
            Map<String, Value> named = new LinkedHashMap<>(arguments.named());
            named.put("caller", caller);
            arguments = new Arguments(arguments.positional(), named);
        }
        return switch (target) {
            case Callable callable -> callable.call(run, arguments);
            case Undefined(String why) -> throw run.failure(why);
            default -> throw run.failure(Conversion.typeName(target) + " cannot be called");
        };
    }

    private Arguments arguments(Args args, Scope scope) {
        if (args.positional().isEmpty()
                && args.named().isEmpty()
                && args.spread() == null
                && args.mapping() == null) {
            return Arguments.NONE;
        }
        List<Value> positional = all(args.positional(), scope);
        if (args.spread() != null) {
            positional.addAll(Conversion.iterate(run, eval(args.spread(), scope)));
        }
        Map<String, Value> named = new LinkedHashMap<>();
        for (Named argument : args.named()) {
            name(named, argument.name(), eval(argument.value(), scope));
        }
        if (args.mapping() != null) {
            if (!(eval(args.mapping(), scope) instanceof Dict dict)) {
                throw run.failure("the argument after '**' is not a mapping");
            }
            run.items(dict.size());
            dict.slots()
                    .forEachRemaining(
                            slot -> name(named, PythonText.str(run, slot.key()), slot.value()));
        }
        return new Arguments(positional, named);
    }

    private void name(Map<String, Value> named, String name, Value value) {
        if (named.put(name, value) != null) {
            throw run.failure("the argument '" + name + "' is given twice");
        }
    }
}
