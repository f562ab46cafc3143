package dev.parlance.engine.llama.grammar;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The objects that a schema accepts: named members in the order in which the schema names them,
/// each at most once, then others if it lets these be. A finite automaton whose states are the next
/// name and, where members are counted, how many there are.
final class ObjectMachine {
    private static final int MOST_STOPS = 50_000;

    private record Member(Expression text, boolean required) {}

    private final SchemaCompiler compiler;
    private final JsonText json;
    private final List<Shape.Objects> facets;
    private final Located schema;
    private final List<Member> members = new ArrayList<>();
    private final MemberNames names;
    private final Effort effort;
    private int min;
    private int max = Expression.UNBOUNDED;
    private boolean possible = true;

    ObjectMachine(
            SchemaCompiler compiler,
            SchemaReader reader,
            JsonText json,
            List<Shape.Objects> facets,
            Located schema) {
        this.compiler = compiler;
        this.json = json;
        this.facets = facets;
        this.schema = schema;
        this.effort = reader.effort();
        this.names = new MemberNames(facets, reader, schema);
    }

    /// All objects that satisfy everything.
    Expression all() {
        if (facets.isEmpty()) {
            return json.object();
        }
        Set<String> named = new LinkedHashSet<>();
        Set<String> required = new LinkedHashSet<>();
        for (Shape.Objects facet : facets) {
            named.addAll(facet.named().keySet());
            required.addAll(facet.required());
            min = Math.max(min, facet.min());
            max = Math.min(max, facet.max());
        }
        named.addAll(required);
        for (String name : named) {
            add(name, required.contains(name));
        }
        if (!possible || max < min || max < required.size()) {
            return Expression.NOTHING;
        }
        Expression other = other(named);
        return Expression.sequence(Expression.text("{"), JsonText.SPACE, machine(other));
    }

    private void add(String name, boolean required) {
        Located inner =
                Located.all(facets.stream().flatMap(facet -> facet.of(name).stream()).toList());
        if (inner.isNothing() || !names.allows(name)) {
            possible &= !required;
            return;
        }
        Expression text =
                JsonText.member(
                        Expression.text("\"" + Spelling.of(name) + "\""), compiler.value(inner));
        members.add(new Member(text, required));
    }

    /// Members that have no name in the schema.
    private Expression other(Set<String> named) {
        List<Expression> options = new ArrayList<>();
        for (MemberNames.Others others : names.others(named)) {
            Expression value = compiler.value(others.schema());
            List<String> few = others.few();
            if (few != null) {
                // Names that can run out come once each, like those that the schema lists.
                for (String name : few) {
                    Expression quoted = Expression.text("\"" + Spelling.of(name) + "\"");
                    members.add(new Member(JsonText.member(quoted, value), false));
                }
                continue;
            }
            json.useFreeNames();
            Expression quoted =
                    Expression.sequence(
                            Expression.text("\""), others.names(), Expression.text("\""));
            options.add(JsonText.member(quoted, value));
        }
        return Expression.either(options);
    }

    // A state for each next member, each count, and whether a comma must come before it: first the
    // states before a member, then the one before the others, then the end.
    private Expression machine(Expression other) {
        long required = members.stream().filter(Member::required).count();
        boolean open = !other.equals(Expression.NOTHING);
        boolean counted =
                min > required || max < members.size() || (open && max != Expression.UNBOUNDED);
        int most = !counted ? 0 : max != Expression.UNBOUNDED ? max : min;
        long size = (members.size() + 1L) * (most + 1L) * 3 + 1;
        if (size > MOST_STOPS) {
            throw schema.fault("'minProperties' or 'maxProperties' is too large.");
        }
        effort.spend(size * Effort.STATE);
        List<Expression.Machine.Stop> stops = new ArrayList<>();
        int end = (int) size - 1;
        for (int i = 0; i <= members.size(); i++) {
            for (int count = 0; count <= most; count++) {
                boolean mayEnd = i == members.size() && (!counted || count >= min);
                boolean full = counted && max != Expression.UNBOUNDED && count == max;
                stops.add(before(i, count, most, false, mayEnd, end));
                stops.add(before(i, count, most, true, mayEnd, end));
                stops.add(member(i, count, most, full, other, counted));
            }
        }
        stops.add(new Expression.Machine.Stop(true, List.of()));
        return new Expression.Machine(stops);
    }

    private static int at(int member, int count, int most, int which) {
        return (member * (most + 1) + count) * 3 + which;
    }

    private Expression.Machine.Stop before(
            int i, int count, int most, boolean comma, boolean mayEnd, int end) {
        List<Expression.Machine.Move> moves = new ArrayList<>();
        Expression separator =
                comma
                        ? Expression.sequence(Expression.text(","), JsonText.SPACE)
                        : Expression.EMPTY;
        moves.add(new Expression.Machine.Move(separator, at(i, count, most, 2)));
        if (i < members.size() && !members.get(i).required()) {
            moves.add(
                    new Expression.Machine.Move(
                            Expression.EMPTY, at(i + 1, count, most, comma ? 1 : 0)));
        }
        if (mayEnd) {
            Expression brace = Expression.text("}");
            moves.add(
                    new Expression.Machine.Move(
                            comma ? Expression.sequence(JsonText.SPACE, brace) : brace, end));
        }
        return new Expression.Machine.Stop(false, moves);
    }

    private Expression.Machine.Stop member(
            int i, int count, int most, boolean full, Expression other, boolean counted) {
        if (full) {
            return new Expression.Machine.Stop(false, List.of());
        }
        int then = counted ? Math.min(count + 1, most) : 0;
        boolean last = i == members.size();
        return new Expression.Machine.Stop(
                false,
                List.of(
                        new Expression.Machine.Move(
                                last ? other : members.get(i).text(),
                                at(last ? i : i + 1, then, most, 1))));
    }
}
