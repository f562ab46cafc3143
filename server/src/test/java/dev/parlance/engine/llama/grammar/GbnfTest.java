package dev.parlance.engine.llama.grammar;

import static dev.parlance.engine.llama.grammar.Outputs.accepts;
import static dev.parlance.engine.llama.grammar.Outputs.begins;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GbnfTest {
    private static Grammar gbnf(String text) {
        return Grammar.gbnf(text, GrammarLimits.DEFAULT);
    }

    private static void refuses(String text, String message) {
        assertThatThrownBy(() -> gbnf(text))
                .isInstanceOf(GrammarException.class)
                .hasMessage(message);
    }

    @Test
    void follows_rules_alternatives_and_groups() {
        Grammar grammar =
                gbnf(
                        "root ::= greeting (\", \" name)? \"!\"\n"
                                + "greeting ::= \"hi\" | \"hello\"\nname ::= [A-Z] [a-z]*\n");
        assertThat(accepts(grammar, "hi!")).isTrue();
        assertThat(accepts(grammar, "hello, Ada!")).isTrue();
        assertThat(accepts(grammar, "hello, ada!")).isFalse();
        assertThat(accepts(grammar, "hi")).isFalse();
        assertThat(begins(grammar, "hello, A")).isTrue();
        assertThat(begins(grammar, "hey")).isFalse();
    }

    @Test
    void follows_recursion_in_the_middle_of_a_rule() {
        Grammar grammar = gbnf("root ::= \"(\" root \")\" | \"x\"");
        assertThat(accepts(grammar, "(((x)))")).isTrue();
        assertThat(accepts(grammar, "(((x))")).isFalse();
        assertThat(begins(grammar, "((x)))")).isFalse();
    }

    @Test
    void follows_all_meanings_of_an_ambiguous_grammar() {
        Grammar grammar = gbnf("root ::= \"a\" root \"b\" | \"a\" root \"c\" | \"\"");
        assertThat(accepts(grammar, "a".repeat(200) + "bc".repeat(100))).isTrue();
        assertThat(accepts(grammar, "a".repeat(200) + "bc".repeat(99) + "b")).isFalse();
        assertThat(begins(grammar, "a".repeat(200) + "bc".repeat(100) + "b")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "a*, 0, 100",
        "a+, 1, 100",
        "a?, 0, 1",
        "a{3}, 3, 3",
        "a{2;}, 2, 100",
        "a{2;4}, 2, 4",
        "a{0;30}, 0, 30",
        "a{20;30}, 20, 30",
        "a{0}, 0, 0"
    })
    void counts_repetitions(String repetition, int min, int max) {
        String body = repetition.replace(';', ',').replace("a", "\"ab\"");
        for (String rule : new String[] {body, body.replace("\"ab\"", "(\"a\" [b] | \"ab\")")}) {
            Grammar grammar = gbnf("root ::= " + rule + " \".\"");
            for (int n = 0; n < 35; n++) {
                assertThat(accepts(grammar, "ab".repeat(n) + "."))
                        .as("%s of %d", rule, n)
                        .isEqualTo(n >= min && n <= max);
            }
        }
    }

    @Test
    void counts_repetitions_of_what_may_be_empty() {
        Grammar grammar = gbnf("root ::= ([a]? [b]?){3,20} [c]");
        assertThat(accepts(grammar, "c")).isTrue();
        assertThat(accepts(grammar, "ab".repeat(20) + "c")).isTrue();
        assertThat(accepts(grammar, "a".repeat(21) + "c")).isFalse();
    }

    @Test
    void reads_escapes_classes_and_any_character() {
        Grammar grammar =
                gbnf("root ::= \"\\x41\\u00e9\\U0001F600\\n\\t\\\\\\\"\" [^a-c\\]] [\\x30-9-] .");
        assertThat(accepts(grammar, "Aé😀\n\t\\\"d7é")).isTrue();
        assertThat(accepts(grammar, "Aé😀\n\t\\\"😀-\n")).isTrue();
        assertThat(accepts(grammar, "Aé😀\n\t\\\"b7é")).isFalse();
        assertThat(accepts(grammar, "Aé😀\n\t\\\"]7é")).isFalse();
    }

    @Test
    void goes_through_characters_byte_by_byte() {
        Grammar grammar = gbnf("root ::= [é-ü]+");
        GrammarState state = grammar.start();
        assertThat(state.allows(new byte[] {(byte) 0xC3})).isTrue();
        assertThat(state.allows(new byte[] {(byte) 0xC2})).isFalse();
        assertThat(state.accept(new byte[] {(byte) 0xC3})).isTrue();
        assertThat(state.isComplete()).isFalse();
        assertThat(state.accept(new byte[] {(byte) 0xA9})).isTrue();
        assertThat(state.isComplete()).isTrue();
    }

    @Test
    void reads_comments_and_lines_as_llama_cpp_does() {
        Grammar grammar =
                gbnf(
                        "# a list\nroot ::= # comment\n  item (\n  \",\" # inside\n  item )*\n"
                                + "     | \"none\"\r\n\r\nitem ::=\n  [0-9]+ |\n  \"-\"\n# end");
        assertThat(accepts(grammar, "1,22,-")).isTrue();
        assertThat(accepts(grammar, "none")).isTrue();
        assertThat(accepts(grammar, "1,")).isFalse();
    }

    @Test
    void copies_go_their_own_ways() {
        GrammarState first = gbnf("root ::= \"ab\" | \"ac\"").start();
        assertThat(first.accept(Outputs.bytes("a"))).isTrue();
        GrammarState second = first.copy();
        assertThat(first.accept(Outputs.bytes("b"))).isTrue();
        assertThat(second.allows(Outputs.bytes("c"))).isTrue();
        assertThat(first.isFinished()).isTrue();
        assertThat(first.accept(Outputs.bytes("c"))).isFalse();
    }

    @Test
    void names_the_place_of_a_fault() {
        refuses("root ::= \"a\n", "line 1, column 10: the text that begins here has no end");
        refuses("root ::= \"a\"\nother ::= [a-", "line 2, column 11: the '[' here has no ']'");
        refuses("root ::= a\n\n  b ::= \"x\"", "line 1, column 10: The rule 'a' is not defined.");
        refuses("a ::= \"x\"", "The grammar has no rule 'root'.");
        refuses("", "The grammar has no rule 'root'.");
        refuses(
                "root ::= \"x\" )",
                "line 1, column 14: a new line must follow the rule 'root' (found: ')')");
        refuses(
                "root ::= (\"x\"",
                "line 1, column 14: ')' is missing for the '(' at line 1, column"
                        + " 10 (found: the end)");
        refuses(
                "root = \"x\"",
                "line 1, column 6: '::=' must follow the name of the rule 'root'"
                        + " (found: '=')");
        refuses(
                "root ::= *",
                "line 1, column 10: there is nothing to repeat before '*' (found:" + " '*')");
        refuses(
                "root ::= \"a\"{3,2}",
                "line 1, column 18: {3,2} ends before it begins (found: the" + " end)");
        refuses("root ::= \"\\q\"", "line 1, column 13: the escape \\q is not known (found: '\"')");
        refuses(
                "root ::= [\\ud800]",
                "line 1, column 17: half of a surrogate pair is not a" + " character (found: ']')");
        refuses(
                "root ::= [z-a]",
                "line 1, column 14: a range of characters ends before it begins" + " (found: ']')");
        refuses(
                "root ::= <think>",
                "line 1, column 10: tokens such as <[12]> or <think> are not"
                        + " supported; write their text (found: '<')");
        refuses(
                "root ::= \"a\"\nroot ::= \"b\"",
                "line 2, column 1: The rule 'root' is already" + " defined at line 1, column 1.");
    }

    @Test
    void refuses_left_recursion_open_or_hidden() {
        String advice =
                " can begin with itself (left recursion). Write it as a repetition, or with the"
                        + " recursion at its end.";
        refuses("root ::= root \"a\" | \"b\"", "line 1, column 1: The rule 'root'" + advice);
        refuses(
                "root ::= \"x\" | a\na ::= \"y\"? b\nb ::= [z]* a \"w\" | \"v\"",
                "line 1, column 16: The rule 'a'" + advice);
        assertThat(accepts(gbnf("root ::= \"a\" root | \"b\""), "aaab")).isTrue();
    }

    @Test
    void refuses_a_grammar_that_never_ends() {
        refuses(
                "root ::= \"a\" root",
                "No text satisfies the grammar: the rule 'root' (line 1, column 1) never comes to"
                        + " an end.");
        refuses(
                "root ::= \"a\" []",
                "No text satisfies the grammar: the rule 'root' (line 1, column 1) never comes to"
                        + " an end.");
        Grammar other = gbnf("root ::= \"a\" loop | \"ab\"\nloop ::= \"b\" loop");
        assertThat(begins(other, "ab")).isTrue();
        assertThat(begins(other, "abb")).as("no way to an end").isFalse();
    }
}
