package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Node.Parameter;
import dev.parlance.core.prompt.Value.Callable;
import dev.parlance.core.prompt.Value.Dict;
import dev.parlance.core.prompt.Value.Str;
import dev.parlance.core.prompt.Value.Tuple;
import dev.parlance.core.prompt.Value.Undefined;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A macro together with the scope it was written in.
final class MacroFunction implements Callable {

    private final Node.Macro macro;
    private final Statements statements;
    private final Scope outer;

    MacroFunction(Node.Macro macro, Statements statements, Scope outer) {
        this.macro = macro;
        this.statements = statements;
        this.outer = outer;
    }

    @Override
    public String name() {
        return macro.name();
    }

    @Override
    public Value call(Execution run, Arguments arguments) {
        run.enter();
        Scope scope = new Scope(outer);
        Map<String, Value> named = new LinkedHashMap<>(arguments.named());
        positional(run, arguments, scope);
        for (int i = 0; i < macro.parameters().size(); i++) {
            Parameter parameter = macro.parameters().get(i);
            if (i >= arguments.positional().size()) {
                scope.set(parameter.name(), value(parameter, named, scope));
            }
        }
        special(run, named, scope);
        int line = run.line();
        Value text = new Str(statements.text(macro.body(), scope));
        run.line(line);
        run.leave();
        return text;
    }

    private void positional(Execution run, Arguments arguments, Scope scope) {
        List<Value> values = arguments.positional();
        int known = Math.min(values.size(), macro.parameters().size());
        for (int i = 0; i < known; i++) {
            scope.set(macro.parameters().get(i).name(), values.get(i));
        }
        if (macro.usesVarargs()) {
            scope.set("varargs", new Tuple(List.copyOf(values.subList(known, values.size()))));
        } else if (known < values.size()) {
            throw run.failure(
                    "macro '"
                            + macro.name()
                            + "' takes at most "
                            + known
                            + " argument(s), got "
                            + values.size());
        }
    }

    private Value value(Parameter parameter, Map<String, Value> named, Scope scope) {
        Value given = named.remove(parameter.name());
        if (given != null) {
            return given;
        }
        return parameter.preset() != null
                ? statements.expressions().eval(parameter.preset(), scope)
                : new Undefined("parameter '" + parameter.name() + "' was not provided");
    }

    /// The names `caller` and `kwargs`, and the refusal of arguments nobody takes.
    private void special(Execution run, Map<String, Value> named, Scope scope) {
        if (macro.usesCaller()) {
            Value caller = named.remove("caller");
            boolean declared = macro.parameters().stream().anyMatch(p -> p.name().equals("caller"));
            if (!declared) {
                scope.set("caller", caller != null ? caller : new Undefined("no caller defined"));
            }
        }
        if (macro.usesKwargs()) {
            Dict kwargs = new Dict();
            run.items(named.size());
            named.forEach((name, value) -> kwargs.put(new Str(name), value));
            scope.set("kwargs", kwargs);
        } else if (!named.isEmpty()) {
            throw run.failure(
                    "macro '"
                            + macro.name()
                            + "' takes no argument '"
                            + named.keySet().iterator().next()
                            + "'");
        }
    }
}
