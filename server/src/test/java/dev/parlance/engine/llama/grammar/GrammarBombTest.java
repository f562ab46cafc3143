package dev.parlance.engine.llama.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Grammars made to cost much. What they may cost is counted, so these tests need no clock: they
/// end, with a refusal or with an output that follows.
class GrammarBombTest {
    private static final GrammarLimits LIMITS = GrammarLimits.DEFAULT;

    @Test
    void large_counts_cost_no_memory() {
        Grammar grammar = Grammar.regex("[a-z]{1,999999999}!", LIMITS);
        assertThat(grammar.size()).isLessThan(50);
        assertThat(Outputs.accepts(grammar, "a".repeat(5000) + "!")).isTrue();
        Grammar exact = Grammar.gbnf("root ::= (\"ab\" \"c\"?){100000}", LIMITS);
        GrammarState state = exact.start();
        assertThat(state.accept(Outputs.bytes("abc".repeat(1000)))).isTrue();
        assertThat(state.isComplete()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{1,100000}){1,100000}){1,100000}!",
                "((a?){0,100000}a{0,100000}){0,100000}!",
                "(a{1,9000}|a{2,9000}|(aa){3,9000}){5,9000}!"
            })
    void ambiguous_counts_are_given_up(String bomb) {
        GrammarState state = Grammar.regex(bomb, LIMITS).start();
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 10_000; i++) {
                                assertThat(state.accept(Outputs.bytes("a"))).isTrue();
                            }
                        })
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("too ambiguous");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a*a*a*a*a*a*a*a*a*a*b",
                "(a*)*b",
                "((a+)+)+b",
                "(a|a|a|aa)*b",
                "(a|a?)+b",
                "(.*)(.*)(.*)(.*)[^a]"
            })
    void ambiguous_stars_are_linear(String pattern) {
        Grammar grammar = Grammar.regex(pattern, LIMITS);
        assertThat(Outputs.accepts(grammar, "a".repeat(20_000) + "b")).isTrue();
        assertThat(Outputs.accepts(grammar, "a".repeat(20_000))).isFalse();
    }

    @Test
    void ambiguous_recursion_shares_its_stacks() {
        Grammar grammar =
                Grammar.gbnf(
                        "root ::= \"a\" root \"b\" | \"a\" root \"c\" | \"a\" root \"b\" \"c\"? | \"\"",
                        LIMITS);
        assertThat(Outputs.begins(grammar, "a".repeat(400) + "bcbcbbcc")).isTrue();
    }

    @Test
    void depth_is_bounded_and_can_still_be_left() {
        Grammar grammar = Grammar.gbnf("root ::= \"[\" root \"]\" | \"x\"", LIMITS);
        GrammarState state = grammar.start();
        int depth = 0;
        while (depth < 100_000 && state.accept(Outputs.bytes("["))) {
            depth++;
        }
        assertThat(depth).isBetween(LIMITS.maxDepth() - 2, LIMITS.maxDepth() + 2);
        assertThat(state.accept(Outputs.bytes("x" + "]".repeat(depth)))).isTrue();
        assertThat(state.isFinished()).isTrue();
    }

    @Test
    void deep_groups_are_refused() {
        String deep = "(".repeat(100_000) + "a" + ")".repeat(100_000);
        assertThatThrownBy(() -> Grammar.gbnf("root ::= " + deep, LIMITS))
                .hasMessageContaining("more than 128 groups lie in each other");
        assertThatThrownBy(() -> Grammar.regex(deep, LIMITS))
                .hasMessageContaining("more than 128 groups lie in each other");
    }

    @Test
    void long_chains_of_rules_are_refused() {
        StringBuilder chain = new StringBuilder("root ::= r0 \"x\"\n");
        for (int i = 0; i < 9000; i++) {
            chain.append('r').append(i).append(" ::= r").append(i + 1).append(" \"x\"\n");
        }
        chain.append("r9000 ::= \"a\"");
        assertThatThrownBy(() -> Grammar.gbnf(chain.toString(), LIMITS))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("rules begin with each other");
    }

    @Test
    void long_texts_are_refused() {
        String text = "a".repeat(300_000);
        assertThatThrownBy(() -> Grammar.gbnf("root ::= \"" + text + "\"", LIMITS))
                .hasMessageContaining("at most 262144 are read");
        assertThatThrownBy(() -> Grammar.regex(text, LIMITS))
                .hasMessageContaining("at most 262144 are read");
        assertThatThrownBy(() -> Grammar.choices(List.of(text), LIMITS))
                .hasMessageContaining("at most 262144 are taken");
    }

    @Test
    void expressions_that_grow_are_refused() {
        assertThatThrownBy(() -> Grammar.gbnf("root ::= " + "[^a-z] ".repeat(36_000), LIMITS))
                .hasMessageContaining("needs more than 200000 nodes");
    }

    @Test
    void a_schema_of_a_megabyte_is_refused() {
        Map<String, JsonValue> properties = new LinkedHashMap<>();
        for (int i = 0; i < 40_000; i++) {
            properties.put("property_" + i, new JsonObject(Map.of("type", JsonValue.of("string"))));
        }
        JsonObject schema =
                (JsonObject)
                        JsonValue.from(
                                Map.of("type", "object", "properties", new JsonObject(properties)));
        assertThatThrownBy(() -> Grammar.jsonSchema(schema, LIMITS))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("characters; at most 262144 are read");
    }

    @Test
    void a_deep_schema_is_refused() {
        JsonValue schema = new JsonObject(Map.of("type", JsonValue.of("string")));
        for (int i = 0; i < 5000; i++) {
            schema = new JsonObject(Map.of("items", schema));
        }
        JsonObject deep = (JsonObject) schema;
        assertThatThrownBy(() -> Grammar.jsonSchema(deep, LIMITS))
                .hasMessageContaining("nested deeper than 128 levels");
    }

    @Test
    void combinations_of_alternatives_are_refused() {
        List<JsonValue> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(
                    JsonValue.from(
                            Map.of(
                                    "anyOf",
                                    List.of(
                                            Map.of("minLength", i),
                                            Map.of("maxLength", 100 + i),
                                            Map.of("minimum", i)))));
        }
        JsonObject schema = new JsonObject(Map.of("allOf", new JsonArray(all)));
        assertThatThrownBy(() -> Grammar.jsonSchema(schema, LIMITS))
                .hasMessageContaining("combinations of alternatives");
    }

    @Test
    void a_schema_that_is_itself_is_refused() {
        JsonObject schema = new JsonObject(Map.of("$ref", JsonValue.of("#")));
        assertThatThrownBy(() -> Grammar.jsonSchema(schema, LIMITS))
                .isInstanceOf(GrammarException.class);
        JsonObject either =
                (JsonObject)
                        JsonValue.from(
                                Map.of(
                                        "anyOf",
                                        List.of(Map.of("$ref", "#"), Map.of("type", "null"))));
        assertThatThrownBy(() -> Grammar.jsonSchema(either, LIMITS))
                .isInstanceOf(GrammarException.class);
    }

    @Test
    void automata_that_explode_are_refused() {
        JsonObject schema =
                (JsonObject)
                        JsonValue.from(
                                Map.of(
                                        "type", "string",
                                        "pattern", "^(a|b)*a(a|b){24}$",
                                        "maxLength", 5000));
        assertThatThrownBy(() -> Grammar.jsonSchema(schema, LIMITS))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("automaton of more than 20000 states");
    }

    @Test
    void what_is_remembered_is_bounded() {
        GrammarLimits small = new GrammarLimits(1000, 10, 1000, 50, 100, 100_000, 3000);
        Grammar grammar = Grammar.gbnf("root ::= [a-z]{1,9000} \"!\"", small);
        GrammarState state = grammar.start();
        for (int i = 0; i < 5000; i++) {
            assertThat(state.accept(Outputs.bytes("q"))).isTrue();
        }
        assertThat(state.accept(Outputs.bytes("!"))).isTrue();
        assertThat(state.isFinished()).isTrue();
    }

    @Test
    void schemas_that_take_too_much_work_are_refused() {
        Map<String, Object> definitions = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            Map<String, Object> next = Map.of("$ref", "#/$defs/d" + (i + 1));
            definitions.put("d" + i, Map.of("allOf", List.of(next, next)));
        }
        definitions.put("d20", Map.of("type", "string"));
        refusesWork(Map.of("$ref", "#/$defs/d0", "$defs", definitions));
        Map<String, Object> counted = new LinkedHashMap<>();
        Map<String, Object> patterned = new LinkedHashMap<>();
        for (int i = 0; i < 500; i++) {
            counted.put(
                    "p" + i,
                    Map.of("type", "object", "minProperties", 9000 + i, "required", List.of()));
            patterned.put(
                    "p" + i,
                    Map.of("type", "string", "pattern", "^(ab?){9000}" + i, "maxLength", 9999));
        }
        refusesWork(Map.of("type", "object", "properties", counted));
        refusesWork(Map.of("type", "object", "properties", patterned));
    }

    private static void refusesWork(Map<String, Object> schema) {
        assertThatThrownBy(() -> Grammar.jsonSchema((JsonObject) JsonValue.from(schema), LIMITS))
                .isInstanceOf(GrammarException.class)
                .hasMessageMatching("(?s).*(too much work|needs more than|more than 20000).*");
    }

    @Test
    void long_lists_of_elements_do_not_nest() {
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            elements.add(true);
        }
        Map<String, Object> schema = Map.of("type", "array", "prefixItems", elements);
        Grammar grammar = Grammar.jsonSchema((JsonObject) JsonValue.from(schema), LIMITS);
        assertThat(Outputs.accepts(grammar, "[1,null]")).isTrue();
    }
}
