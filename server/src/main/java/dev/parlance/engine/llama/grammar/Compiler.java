package dev.parlance.engine.llama.grammar;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The translation of rules into nodes, from the end of each expression to its beginning.
final class Compiler {
    // Repetitions of something small are written out, larger ones are counted while they run.
    private static final int WRITTEN_OUT = 8;
    private static final int SMALL = 3;

    private record CharsKey(CodePoints set, int next) {}

    private final Rules rules;
    private final GrammarLimits limits;
    private final List<Node> nodes = new ArrayList<>();
    private final Utf8Arcs utf8 = new Utf8Arcs(this::add);
    private final Map<CharsKey, Integer> chars = new HashMap<>();
    private final Map<Expression, Integer> bodies = new HashMap<>();

    private Compiler(Rules rules) {
        this.rules = rules;
        this.limits = rules.limits();
    }

    /// Compiles the rules; rule `root` is where outputs begin.
    ///
    /// @throws GrammarException when a rule is missing, the grammar is too large, is left-recursive
    ///   or no text satisfies it
    static Program compile(Rules rules, Expression root) {
        return new Compiler(rules).program(root);
    }

    private Program program(Expression root) {
        int accept = add(new Node.Accept());
        if (accept != Program.ACCEPT) {
            throw new IllegalStateException("the first node is the end");
        }
        Expression.Rule top = rules.declare("root", "");
        rules.define(top, root);
        // Bodies of counted repetitions become rules on the way, so the list grows.
        List<Integer> starts = new ArrayList<>();
        for (int rule = 0; rule < rules.size(); rule++) {
            starts.add(compile(rules.body(rule), Program.ACCEPT));
        }
        int[] first = starts.stream().mapToInt(Integer::intValue).toArray();
        RuleCheck check = new RuleCheck(nodes, first, rules);
        BitSet nullable = check.nullable();
        check.refuseLeftRecursion(nullable);
        BitSet productive = check.productive();
        if (!productive.get(first[top.number()])) {
            throw check.fruitless();
        }
        ByteClasses classes = ByteClasses.of(nodes);
        return new Program(
                List.copyOf(nodes),
                first,
                top.number(),
                productive,
                nullable,
                classes.classOf(),
                classes.count(),
                rules.comparesNames(),
                limits);
    }

    private int add(Node node) {
        if (nodes.size() >= limits.maxNodes()) {
            throw new GrammarException(
                    "The grammar needs more than "
                            + limits.maxNodes()
                            + " nodes; make it smaller.");
        }
        nodes.add(node);
        return nodes.size() - 1;
    }

    private int compile(Expression expression, int next) {
        return switch (expression) {
            case Expression.Text(var text) -> text(text, next);
            case Expression.Chars(var set) -> chars(set, next);
            case Expression.Sequence(var parts) -> {
                int at = next;
                for (Expression part : parts.reversed()) {
                    at = compile(part, at);
                }
                yield at;
            }
            case Expression.Either(var options) -> {
                int[] targets = new int[options.size()];
                for (int i = 0; i < targets.length; i++) {
                    targets[i] = compile(options.get(i), next);
                }
                yield targets.length == 1 ? targets[0] : add(new Node.Split(targets));
            }
            case Expression.Repeat(var body, int min, int max) -> repeat(body, min, max, next);
            case Expression.Rule(int number) -> add(new Node.Call(number, next));
            case Expression.Machine(var stops) -> machine(stops, next);
        };
    }

    private int text(String text, int next) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int at = next;
        for (int i = bytes.length - 1; i >= 0; i--) {
            int b = bytes[i] & 0xff;
            at = add(new Node.Arcs(new int[] {b, b, at}));
        }
        return at;
    }

    private int chars(CodePoints set, int next) {
        CharsKey key = new CharsKey(set, next);
        Integer known = chars.get(key);
        if (known == null) {
            known = utf8.node(set, next);
            chars.put(key, known);
        }
        return known;
    }

    private int repeat(Expression body, int min, int max, int next) {
        if (max == 0) {
            return next;
        }
        if (max == Expression.UNBOUNDED && min <= 1) {
            int split = add(new Node.Split(new int[0]));
            int first = compile(body, split);
            nodes.set(split, new Node.Split(new int[] {first, next}));
            return min == 0 ? split : first;
        }
        boolean bounded = max != Expression.UNBOUNDED;
        if (max == 1 || (bounded && max <= WRITTEN_OUT && isSmall(body, SMALL))) {
            int at = next;
            for (int i = max; i > 0; i--) {
                at = compile(body, at);
                at = i > min ? add(new Node.Split(new int[] {at, next})) : at;
            }
            return at;
        }
        return add(new Node.Loop(rule(body), min, max, next));
    }

    private int rule(Expression body) {
        if (body instanceof Expression.Rule(int number)) {
            return number;
        }
        return bodies.computeIfAbsent(body, b -> rules.add("a repetition", b).number());
    }

    private static boolean isSmall(Expression body, int size) {
        return switch (body) {
            case Expression.Text(var text) -> text.length() <= size;
            case Expression.Chars _, Expression.Rule _ -> true;
            case Expression.Sequence _,
                    Expression.Either _,
                    Expression.Repeat _,
                    Expression.Machine _ ->
                    false;
        };
    }

    private int machine(List<Expression.Machine.Stop> stops, int next) {
        int[] at = new int[stops.size()];
        for (int i = 0; i < at.length; i++) {
            at[i] = add(new Node.Split(new int[0]));
        }
        for (int i = 0; i < at.length; i++) {
            Expression.Machine.Stop stop = stops.get(i);
            List<Integer> targets = new ArrayList<>();
            for (Expression.Machine.Move move : stop.moves()) {
                targets.add(compile(move.label(), at[move.target()]));
            }
            if (stop.accepting()) {
                targets.add(next);
            }
            Collections.reverse(targets);
            nodes.set(
                    at[i], new Node.Split(targets.stream().mapToInt(Integer::intValue).toArray()));
        }
        return at[0];
    }
}
