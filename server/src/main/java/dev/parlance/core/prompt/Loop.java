package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Statements.Flow;
import dev.parlance.core.prompt.Value.Callable;
import dev.parlance.core.prompt.Value.Str;
import dev.parlance.core.prompt.Value.Undefined;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One running `for`, and what its body sees as `loop`.
///
/// A filter is asked element by element, as in Jinja: the body may change what the filter reads.
/// Asking for the length, or what comes next, looks ahead.
final class Loop implements Callable {

    private final Execution run;
    private final Statements statements;
    private final Node.For source;
    private final Scope outer;
    private final int depth;

    private List<Value> candidates = List.of();
    private int asked;

    /// The elements that passed the filter so far; `index` is the current one.
    private final List<Value> passed = new ArrayList<>();

    private int index = -1;

    /// Jinja runs `else` unless one body came to its end, so not only for an empty sequence.
    private boolean finished;

    private @Nullable Value lastChecked;

    Loop(Execution run, Statements statements, Node.For source, Scope outer, int depth) {
        this.run = run;
        this.statements = statements;
        this.source = source;
        this.outer = outer;
        this.depth = depth;
    }

    void run(TextBuilder out) {
        run(statements.expressions().eval(source.iterable(), outer), out);
    }

    private void run(Value iterable, TextBuilder out) {
        candidates = Conversion.iterate(run, iterable);
        while (lookAhead(index + 1)) {
            index++;
            run.charge(1);
            Scope scope = new Scope(outer);
            scope.set("loop", this);
            statements.assign(source.target(), passed.get(index), scope);
            Flow flow = statements.run(source.body(), scope, out);
            finished |= flow == Flow.NORMAL;
            if (flow == Flow.BREAK) {
                break;
            }
        }
        if (!finished) {
            statements.run(source.otherwise(), new Scope(outer), out);
        }
    }

    /// Whether there is an element at this index; filters up to it.
    private boolean lookAhead(int wanted) {
        while (passed.size() <= wanted && asked < candidates.size()) {
            Value candidate = candidates.get(asked++);
            if (passes(candidate)) {
                run.items(1);
                passed.add(candidate);
            }
        }
        return wanted < passed.size();
    }

    private boolean passes(Value candidate) {
        Expr filter = source.filter();
        if (filter == null) {
            return true;
        }
        Scope scope = new Scope(outer);
        statements.assign(source.target(), candidate, scope);
        return statements.expressions().test(filter, scope);
    }

    private int length() {
        lookAhead(Integer.MAX_VALUE);
        return passed.size();
    }

    @Override
    public String name() {
        return "loop";
    }

    /// Runs the same loop over other elements, for `recursive` loops.
    @Override
    public Value call(Execution execution, Arguments arguments) {
        if (!source.recursive()) {
            throw run.failure("the loop is not marked 'recursive', so it cannot be called");
        }
        Value iterable = arguments.bind(run, "loop", List.of("iterable")).required("iterable");
        run.enter();
        TextBuilder out = new TextBuilder(run);
        new Loop(run, statements, source, outer, depth + 1).run(iterable, out);
        run.leave();
        return new Str(out.toString());
    }

    @Override
    public @Nullable Value attribute(Execution execution, String attribute) {
        return switch (attribute) {
            case "index" -> Value.of(index + 1L);
            case "index0" -> Value.of(index);
            case "revindex" -> Value.of(length() - (long) index);
            case "revindex0" -> Value.of(length() - index - 1L);
            case "first" -> Value.of(index == 0);
            case "last" -> Value.of(!lookAhead(index + 1));
            case "length" -> Value.of(length());
            case "depth" -> Value.of(depth);
            case "depth0" -> Value.of(depth - 1L);
            case "previtem" ->
                    index > 0 ? passed.get(index - 1) : new Undefined("there is no previous item");
            case "nextitem" ->
                    lookAhead(index + 1)
                            ? passed.get(index + 1)
                            : new Undefined("there is no next item");
            case "cycle" -> new Globals.Function("cycle", (_, given) -> cycle(given));
            case "changed" -> new Globals.Function("changed", (_, given) -> changed(given));
            default -> null;
        };
    }

    private Value cycle(Arguments given) {
        List<Value> values = given.positional();
        if (values.isEmpty()) {
            throw run.failure("loop.cycle wants at least one value");
        }
        return values.get(index % values.size());
    }

    private Value changed(Arguments given) {
        Value now = new Value.Tuple(given.positional());
        boolean changed = lastChecked == null || !Comparison.equal(run, lastChecked, now);
        lastChecked = now;
        return Value.of(changed);
    }
}
