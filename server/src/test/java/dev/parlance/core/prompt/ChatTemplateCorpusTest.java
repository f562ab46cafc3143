package dev.parlance.core.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The interpreter against the golden results of the real Jinja2.
class ChatTemplateCorpusTest {

    @TestFactory
    Stream<DynamicTest> renders_conversations_as_jinja2_does() {
        return TemplateCorpus.conversations().stream().map(ChatTemplateCorpusTest::test);
    }

    @TestFactory
    Stream<DynamicTest> evaluates_expressions_as_jinja2_does() {
        return TemplateCorpus.expressions().stream().map(ChatTemplateCorpusTest::test);
    }

    @Test
    void the_corpus_is_complete() {
        List<TemplateCorpus.Case> conversations = TemplateCorpus.conversations();
        assertThat(conversations).hasSizeGreaterThanOrEqualTo(120);
        assertThat(TemplateCorpus.expressions()).hasSizeGreaterThanOrEqualTo(260);
    }

    private static DynamicTest test(TemplateCorpus.Case one) {
        return DynamicTest.dynamicTest(
                one.name(), () -> assertThat(one.outcome()).isEqualTo(one.expected()));
    }
}
