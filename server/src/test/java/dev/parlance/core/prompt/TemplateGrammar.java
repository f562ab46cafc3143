package dev.parlance.core.prompt;

import java.util.List;
import java.util.Random;

/// Makes random templates that are mostly valid, from the grammar of the language.
final class TemplateGrammar {

    private static final List<String> NAMES =
            List.of("n", "s", "l", "d", "people", "x", "y", "ns", "loop", "m", "none", "true");
    private static final List<String> LITERALS =
            List.of(
                    "0",
                    "1",
                    "-1",
                    "2.5",
                    "10 ** 30",
                    "'a'",
                    "'%s'",
                    "'{}'",
                    "''",
                    "[]",
                    "{}",
                    "()");
    private static final List<String> ATTRIBUTES =
            List.of(
                    "a",
                    "name",
                    "index",
                    "items()",
                    "upper()",
                    "split('l')",
                    "0",
                    "append(1)",
                    "pop()");
    private static final List<String> FILTERS =
            List.of(
                    "upper",
                    "length",
                    "join(',')",
                    "tojson",
                    "tojson(indent=2)",
                    "list",
                    "sort",
                    "first",
                    "last",
                    "reverse",
                    "unique",
                    "sum",
                    "max",
                    "int",
                    "float",
                    "round(2)",
                    "default(1)",
                    "map('upper')",
                    "map(attribute='name')",
                    "select('odd')",
                    "selectattr('age', 'gt', 1)",
                    "batch(2)",
                    "slice(3)",
                    "groupby('age')",
                    "dictsort",
                    "items",
                    "indent",
                    "replace('l', 'LL')",
                    "trim",
                    "string",
                    "e",
                    "truncate(5)",
                    "center(9)",
                    "format(1)",
                    "wordcount",
                    "nosuch",
                    "abs",
                    "title");
    private static final List<String> TESTS =
            List.of(
                    "defined",
                    "none",
                    "string",
                    "odd",
                    "in l",
                    "eq 1",
                    "mapping",
                    "sequence",
                    "divisibleby 2",
                    "iterable",
                    "nosuch",
                    "lower",
                    "gt 0");
    private static final List<String> OPERATORS =
            List.of(
                    "+", "-", "*", "/", "//", "%", "**", "~", "==", "!=", "<", ">=", "in", "not in",
                    "and", "or");

    private final Random random;

    TemplateGrammar(Random random) {
        this.random = random;
    }

    String template() {
        return body(3);
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String body(int depth) {
        StringBuilder text = new StringBuilder();
        int parts = 1 + random.nextInt(3);
        for (int i = 0; i < parts; i++) {
            text.append(statement(depth));
        }
        return text.toString();
    }

    private String tag(String inside) {
        String open = random.nextInt(4) == 0 ? "{%- " : "{% ";
        return open + inside + (random.nextInt(4) == 0 ? " -%}" : " %}");
    }

    private String statement(int depth) {
        if (depth == 0) {
            return "{{ " + expression(2) + " }}";
        }
        String e = expression(2);
        String inner = body(depth - 1);
        return switch (random.nextInt(12)) {
            case 0 -> " text\n";
            case 1 -> tag("if " + e) + inner + tag("else") + inner + tag("endif");
            case 2 -> tag("for x in " + e) + inner + tag("endfor");
            case 3 -> tag("for x, y in " + e + " if x") + inner + tag("else") + tag("endfor");
            case 4 -> tag("set " + pick(List.of("x", "y", "ns.a", "x, y")) + " = " + e);
            case 5 -> tag("set x") + inner + tag("endset");
            case 6 -> tag("macro m(x, y=1)") + inner + tag("endmacro");
            case 7 -> tag("filter " + pick(FILTERS)) + inner + tag("endfilter");
            case 8 -> tag("call(x) m(" + e + ")") + inner + tag("endcall");
            case 9 -> tag("with x = " + e) + inner + tag("endwith");
            case 10 -> tag("set ns = namespace(a=" + e + ")");
            default -> "{{ " + e + " }}";
        };
    }

    private String expression(int depth) {
        if (depth == 0) {
            return random.nextBoolean() ? pick(NAMES) : pick(LITERALS);
        }
        String a = expression(depth - 1);
        String b = expression(depth - 1);
        return switch (random.nextInt(13)) {
            case 0 -> a + " " + pick(OPERATORS) + " " + b;
            case 1 -> "(" + a + ") " + pick(OPERATORS) + " (" + b + ")";
            case 2 -> a + "." + pick(ATTRIBUTES);
            case 3 -> a + "[" + b + "]";
            case 4 -> a + "[" + b + ":" + expression(0) + ":-1]";
            case 5, 6 -> a + " | " + pick(FILTERS);
            case 7 -> a + " is " + pick(TESTS);
            case 8 -> a + " if " + b + " else " + expression(0);
            case 9 -> "[" + a + ", " + b + "]";
            case 10 -> "{" + a + ": " + b + "}";
            case 11 -> "m(" + a + ", y=" + b + ")";
            default -> "not " + a;
        };
    }
}
