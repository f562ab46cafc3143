package dev.parlance.engine.llama.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {
    private static boolean matches(String pattern, String text) {
        return Outputs.accepts(Grammar.regex(pattern, GrammarLimits.DEFAULT), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a*b+c?",
                "(a|b)*abb",
                "[ab]{2,3}c",
                "^a(b|$)",
                "(^a|b)c?$",
                "(a|^)(b|$)",
                "(?:a(,|$))+",
                "(^|b)*a",
                "a{0}b",
                "(a|bc){2,}",
                "(a{1,2}){2}",
                "a*?b??",
                "a.c|\\w\\W",
                "^$|^ab?$",
                "(?<x>a)|(b)",
                "[^a-b]\\d",
                "((a?)*b?)*",
                "(a*)^b*"
            })
    void agrees_with_the_jdk_on_random_texts(String pattern) {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        Grammar grammar = Grammar.regex(pattern, GrammarLimits.DEFAULT);
        Grammar anywhere = anywhere(pattern);
        Pattern reference = Pattern.compile(pattern);
        for (int i = 0; i < 600; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(7); n > 0; n--) {
                text.append("abc,1".charAt(random.nextInt(5)));
            }
            assertThat(Outputs.accepts(grammar, text.toString()))
                    .as("-Dtests.seed=%d '%s'", seed, text)
                    .isEqualTo(reference.matcher(text).matches());
            assertThat(Outputs.accepts(anywhere, text.toString()))
                    .as("-Dtests.seed=%d anywhere in '%s'", seed, text)
                    .isEqualTo(reference.matcher(text).find());
        }
    }

    private static Grammar anywhere(String pattern) {
        Rules rules = new Rules(GrammarLimits.DEFAULT);
        return new Grammar(
                Compiler.compile(
                        rules, RegexParser.parse(pattern, GrammarLimits.DEFAULT).anywhere()));
    }

    @Test
    void reads_classes_escapes_and_properties() {
        assertThat(matches("[\\d\\-a-c\\]]+", "1-b]")).isTrue();
        assertThat(matches("[a-]+", "a-")).isTrue();
        assertThat(matches("\\u00e9\\x41\\u{1F600}\\uD83D\\uDE00\\/\\.", "éA😀😀/.")).isTrue();
        assertThat(matches("\\p{Lu}\\p{L}+\\P{L}", "Élan!")).isTrue();
        assertThat(matches("\\p{Lu}", "é")).isFalse();
        assertThat(matches("\\s\\S", "\u00a0x")).isTrue();
        assertThat(matches("[^\\s]", " ")).isFalse();
        assertThat(matches(".", "\n")).isFalse();
        assertThat(matches("\\Aa\\z", "a")).isTrue();
        assertThat(matches("[\\b]", "\b")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "(a)\\1 ~ back-references are not supported",
                "(?=a)b ~ look-around is not supported",
                "a(?<!b) ~ look-around is not supported",
                "\\bx ~ word boundaries (\\b, \\B) are not supported",
                "(?i)x ~ flags and other groups that begin with (? are not supported",
                "a++ ~ possessive quantifiers are not supported",
                "a** ~ a quantifier cannot be repeated; put a group around it",
                "*a ~ there is nothing to repeat before '*'",
                "(a ~ ')' is missing for the '(' at line 1, column 1",
                "a) ~ there is no '(' for this ')'",
                "[a ~ the '[' here has no ']'",
                "[[:alpha:]] ~ classes such as [:alpha:] are not supported",
                "a{2,1} ~ {2,1} ends before it begins",
                "\\p{Nope} ~ the property \\p{Nope} is not known",
                "\\q ~ the escape \\q is not known",
                "(^a){2,5} ~ an anchor in a counted repetition is not supported",
                "(^|a)(^|a)(^|a)(^|a)(^|a)(^|a)(^|a)(^|a)(^|a)b ~ too many anchors stand beside",
                "(((((((((^|a)*|b)*|c)*|d)*|e)*|f)*|g)*|h)*|i)* ~ too many anchors stand beside",
                "a$b ~ No text satisfies it",
            })
    void refuses_by_name(String pattern, String message) {
        assertThatThrownBy(() -> Grammar.regex(pattern, GrammarLimits.DEFAULT))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining(message);
    }
}
