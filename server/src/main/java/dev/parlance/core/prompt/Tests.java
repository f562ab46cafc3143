package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Arguments.Bound;
import dev.parlance.core.prompt.Value.Bool;
import dev.parlance.core.prompt.Value.Callable;
import dev.parlance.core.prompt.Value.Dict;
import dev.parlance.core.prompt.Value.Generator;
import dev.parlance.core.prompt.Value.Int;
import dev.parlance.core.prompt.Value.Items;
import dev.parlance.core.prompt.Value.None;
import dev.parlance.core.prompt.Value.Real;
import dev.parlance.core.prompt.Value.Str;
import dev.parlance.core.prompt.Value.Undefined;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/// Every test (`value is name`) by its name.
final class Tests {

    private static final Map<String, Builtin> BY_NAME = new HashMap<>();

    static {
        simple("defined", v -> !(v instanceof Undefined));
        simple("undefined", v -> v instanceof Undefined);
        simple("none", v -> v instanceof None);
        simple("boolean", v -> v instanceof Bool);
        simple("true", v -> v instanceof Bool(boolean on) && on);
        simple("false", v -> v instanceof Bool(boolean on) && !on);
        simple("string", v -> v instanceof Str);
        simple("number", Comparison::isNumber);
        simple("integer", v -> v instanceof Int);
        simple("float", v -> v instanceof Real);
        simple("mapping", v -> v instanceof Dict);
        simple("sequence", v -> isSequence(v) || v instanceof Dict);
        simple("iterable", v -> isSequence(v) || v instanceof Dict || v instanceof Generator);
        simple("callable", v -> v instanceof Callable);
        simple("escaped", v -> false);
        test("lower", (run, v, a) -> CharacterClasses.isLower(PythonText.str(run, v)));
        test("upper", (run, v, a) -> CharacterClasses.isUpper(PythonText.str(run, v)));
        test("odd", (run, v, a) -> remainder(run, v, 2) == 1);
        test("even", (run, v, a) -> remainder(run, v, 2) == 0);
        test("filter", (run, v, a) -> v instanceof Str(String name) && Filters.find(name) != null);
        test("test", (run, v, a) -> v instanceof Str(String name) && BY_NAME.containsKey(name));
        against("divisibleby", Tests::isDivisible, "divisibleby");
        against("sameas", (run, v, other) -> Comparison.identical(v, other), "sameas");
        against("in", (run, v, other) -> Comparison.contains(run, other, v), "in");
        against("==", Comparison::equal, "eq", "equalto");
        against("!=", (run, v, other) -> !Comparison.equal(run, v, other), "ne");
        ordered("<", "lt", "lessthan");
        ordered("<=", "le");
        ordered(">", "gt", "greaterthan");
        ordered(">=", "ge");
    }

    private interface Verdict {
        boolean apply(Execution run, Value value, Bound arguments);
    }

    private interface Relation {
        boolean holds(Execution run, Value value, Value other);
    }

    private Tests() {}

    private static void simple(String name, Predicate<Value> verdict) {
        test(name, (run, v, a) -> verdict.test(v));
    }

    private static void test(String name, Verdict verdict) {
        BY_NAME.put(name, Builtin.of(name, "", (run, v, a) -> Value.of(verdict.apply(run, v, a))));
    }

    private static void against(String name, Relation relation, String... aliases) {
        Builtin builtin =
                Builtin.of(
                        name,
                        "other",
                        (run, v, a) -> Value.of(relation.holds(run, v, a.required("other"))));
        BY_NAME.put(name, builtin);
        for (String alias : aliases) {
            BY_NAME.put(alias, builtin);
        }
    }

    private static void ordered(String operator, String... aliases) {
        against(operator, (run, v, w) -> Comparison.ordered(run, operator, v, w), aliases);
    }

    private static boolean isSequence(Value value) {
        return value instanceof Items || value instanceof Str || value instanceof Undefined;
    }

    private static int remainder(Execution run, Value value, int divisor) {
        Value rest = Arithmetic.apply(run, "%", value, Value.of(divisor));
        BigInteger whole = Arithmetic.whole(rest);
        return whole == null ? (int) Arithmetic.real(rest) : whole.intValue();
    }

    private static boolean isDivisible(Execution run, Value value, Value divisor) {
        Value rest = Arithmetic.apply(run, "%", value, divisor);
        return Comparison.equal(run, rest, Value.of(0));
    }

    /// The test of this name.
    static Builtin named(Execution run, String name) {
        Builtin builtin = BY_NAME.get(name);
        if (builtin == null) {
            throw run.failure("unknown test '" + name + "'");
        }
        return builtin;
    }
}
