package dev.parlance.engine.llama.grammar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What must be known of compiled rules before outputs can follow them: which can be empty, which
/// can end at all, and whether one begins with itself.
final class RuleCheck {
    private final List<Node> nodes;
    private final int[] starts;
    private final Rules rules;
    private final int[][] usedBy;
    // For each rule, how many rules can begin at one place when it begins.
    private final int[] heights;

    RuleCheck(List<Node> nodes, int[] starts, Rules rules) {
        this.nodes = nodes;
        this.starts = starts;
        this.rules = rules;
        this.usedBy = usedBy();
        this.heights = new int[starts.length];
    }

    /// Rules that the empty text satisfies.
    BitSet nullable() {
        BitSet ending = fixpoint(false);
        BitSet nullable = new BitSet(starts.length);
        for (int rule = 0; rule < starts.length; rule++) {
            nullable.set(rule, ending.get(starts[rule]));
        }
        return nullable;
    }

    /// Nodes from which the end of their rule can be reached.
    BitSet productive() {
        return fixpoint(true);
    }

    /// What to say of a grammar that no text satisfies: the first such rule.
    GrammarException fruitless() {
        BitSet productive = productive();
        int rule = 0;
        while (rule < starts.length - 1 && productive.get(starts[rule])) {
            rule++;
        }
        Rules.Named name = rules.name(rule);
        if (name.schema()) {
            return new GrammarException(
                    "No value satisfies "
                            + schema(name)
                            + ": its conditions exclude each other, or it never comes to an end.");
        }
        return new GrammarException(
                name.where().isEmpty()
                        ? "No text satisfies it."
                        : "No text satisfies the grammar: the rule '"
                                + name.name()
                                + "' ("
                                + name.where()
                                + ") never comes to an end.");
    }

    // In the message and not as the fault's place, since a grammar may be made of many schemas.
    private static String schema(Rules.Named name) {
        return name.where().isEmpty() ? "the schema" : "the schema at " + name.where();
    }

    private BitSet fixpoint(boolean reading) {
        BitSet known = new BitSet(nodes.size());
        Deque<Integer> news = new ArrayDeque<>();
        for (int node = 0; node < nodes.size(); node++) {
            note(node, reading, known, news);
        }
        while (!news.isEmpty()) {
            for (int user : usedBy[news.pop()]) {
                note(user, reading, known, news);
            }
        }
        return known;
    }

    private void note(int node, boolean reading, BitSet known, Deque<Integer> news) {
        if (!known.get(node) && holds(nodes.get(node), reading, known)) {
            known.set(node);
            news.push(node);
        }
    }

    private boolean holds(Node node, boolean reading, BitSet known) {
        return switch (node) {
            case Node.Accept _ -> true;
            case Node.Arcs(int[] arcs) -> {
                boolean any = false;
                for (int i = 2; reading && i < arcs.length; i += 3) {
                    any |= known.get(arcs[i]);
                }
                yield any;
            }
            case Node.Split(int[] targets) -> {
                boolean any = false;
                for (int target : targets) {
                    any |= known.get(target);
                }
                yield any;
            }
            case Node.Call(int rule, int next) -> known.get(starts[rule]) && known.get(next);
            case Node.Loop(int rule, int min, int _, int next) ->
                    (min == 0 || known.get(starts[rule])) && known.get(next);
        };
    }

    private int[][] usedBy() {
        List<List<Integer>> users = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            users.add(new ArrayList<>(2));
        }
        for (int i = 0; i < nodes.size(); i++) {
            switch (nodes.get(i)) {
                case Node.Accept _ -> {}
                case Node.Arcs(int[] arcs) -> {
                    for (int j = 2; j < arcs.length; j += 3) {
                        users.get(arcs[j]).add(i);
                    }
                }
                case Node.Split(int[] targets) -> {
                    for (int target : targets) {
                        users.get(target).add(i);
                    }
                }
                case Node.Call(int rule, int next) -> {
                    users.get(starts[rule]).add(i);
                    users.get(next).add(i);
                }
                case Node.Loop(int rule, int _, int _, int next) -> {
                    users.get(starts[rule]).add(i);
                    users.get(next).add(i);
                }
            }
        }
        int[][] arrays = new int[users.size()][];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = users.get(i).stream().mapToInt(Integer::intValue).toArray();
        }
        return arrays;
    }

    /// Looks for a rule that can begin with itself.
    void refuseLeftRecursion(BitSet nullable) {
        BitSet finished = new BitSet();
        for (int rule = 0; rule < starts.length; rule++) {
            if (!finished.get(rule)) {
                search(rule, nullable, finished);
            }
        }
    }

    // Depth first with its own stack: a chain of rules may be long.
    private void search(int first, BitSet nullable, BitSet finished) {
        BitSet open = new BitSet();
        Deque<Integer> path = new ArrayDeque<>();
        Deque<Deque<Integer>> rest = new ArrayDeque<>();
        path.push(first);
        open.set(first);
        rest.push(leading(first, nullable));
        while (!path.isEmpty()) {
            Integer next = rest.getFirst().poll();
            if (next == null) {
                rest.pop();
                int done = path.pop();
                open.clear(done);
                finished.set(done);
                raise(done, path.peek());
            } else if (open.get(next)) {
                throw leftRecursion(rules.name(next));
            } else if (finished.get(next)) {
                raise(next, path.peek());
            } else {
                path.push(next);
                open.set(next);
                rest.push(leading(next, nullable));
            }
        }
    }

    private static GrammarException leftRecursion(Rules.Named name) {
        return name.schema()
                ? new GrammarException(
                        "References lead from "
                                + schema(name)
                                + " back to itself, and to no value on the way.")
                : new GrammarException(
                        name.where(),
                        "The rule '"
                                + name.name()
                                + "' can begin with itself (left recursion). Write it as a"
                                + " repetition, or with the recursion at its end.");
    }

    private void raise(int rule, @Nullable Integer caller) {
        if (caller != null) {
            heights[caller] = Math.max(heights[caller], heights[rule] + 1);
            if (heights[caller] > rules.limits().maxDepth()) {
                throw new GrammarException(
                        "More than "
                                + rules.limits().maxDepth()
                                + " rules begin with each other, such as '"
                                + rules.name(caller).name()
                                + "'.");
            }
        }
    }

    /// The rules that this rule can begin with.
    private Deque<Integer> leading(int rule, BitSet nullable) {
        BitSet seen = new BitSet();
        BitSet found = new BitSet();
        Deque<Integer> work = new ArrayDeque<>();
        work.push(starts[rule]);
        while (!work.isEmpty()) {
            int at = work.pop();
            if (seen.get(at)) {
                continue;
            }
            seen.set(at);
            switch (nodes.get(at)) {
                case Node.Accept _, Node.Arcs _ -> {}
                case Node.Split(int[] targets) -> {
                    for (int target : targets) {
                        work.push(target);
                    }
                }
                case Node.Call(int called, int next) -> {
                    found.set(called);
                    if (nullable.get(called)) {
                        work.push(next);
                    }
                }
                case Node.Loop(int called, int min, int _, int next) -> {
                    found.set(called);
                    if (min == 0 || nullable.get(called)) {
                        work.push(next);
                    }
                }
            }
        }
        Deque<Integer> leading = new ArrayDeque<>();
        found.stream().forEach(leading::add);
        return leading;
    }
}
