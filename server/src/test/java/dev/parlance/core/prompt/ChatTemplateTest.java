package dev.parlance.core.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.prompt.TemplateCorpus.Outcome;
import dev.parlance.core.prompt.TemplateException.Failed;
import dev.parlance.core.prompt.TemplateException.Raised;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ChatTemplateTest {

    @Test
    void renders_variables_and_leaves_them_unchanged() {
        JsonArray list = JsonValue.array(JsonValue.of(1));
        ChatTemplate template = parse("{{ l.append(2) }}{{ l }}");
        assertThat(render(template, Map.of("l", list))).isEqualTo("None[1, 2]");
        assertThat(render(template, Map.of("l", list))).isEqualTo("None[1, 2]");
        assertThat(list.values()).hasSize(1);
    }

    @Test
    void numbers_keep_the_form_they_were_written_in() {
        Map<String, JsonValue> variables =
                Map.of(
                        "whole", new JsonNumber(new BigDecimal("12345678901234567890123")),
                        "real", new JsonNumber(new BigDecimal("1.0")),
                        "power", new JsonNumber(new BigDecimal("1e3")));
        assertThat(render(parse("{{ whole }} {{ real }} {{ power }}"), variables))
                .isEqualTo("12345678901234567890123 1.0 1000.0");
    }

    @Test
    void knows_which_variables_the_source_reads() {
        ChatTemplate template =
                parse("{% set a = b %}{% for c in d %}{{ c.tools }}{% endfor %}{{ 'e' }}");
        assertThat(List.of("a", "b", "c", "d", "e", "tools"))
                .filteredOn(template::mentions)
                .containsExactly("b", "c", "d");
        assertThat(parse("{% macro m() %}{{ tools }}{% endmacro %}").mentions("tools")).isTrue();
        assertThat(parse("{% if x is in documents %}{% endif %}").mentions("documents")).isTrue();
    }

    @Test
    void a_refusal_of_the_template_carries_its_own_words() {
        assertThatThrownBy(() -> render(parse("a\nb{{ raise_exception('No ' ~ 1) }}"), Map.of()))
                .isInstanceOfSatisfying(
                        Raised.class,
                        raised -> {
                            assertThat(raised).hasMessage("No 1");
                            assertThat(raised.line()).isEqualTo(2);
                        });
    }

    @Test
    void failures_name_the_line_and_what_is_unknown() {
        assertFails("x\n\n{{ 1 | shout }}", 3, "unknown filter 'shout'");
        assertFails("{# a\nb #}\n{{ 1 is loud }}", 3, "unknown test 'loud'");
        assertFails("{% if 1 %}\n{% shout %}{% endif %}", 2, "unknown tag 'shout'");
        assertFails("\n{{ a.b }}", 2, "'a' is undefined");
        assertFails("{{ {}.a.b }}", 1, "dict has no attribute 'a'");
        assertFails("{{\n'a'\n+\n1 }}", 2, "cannot apply '+' to str and int");
        assertFails("{% raw %}\n\n{% endraw %}\n{{ none() }}", 4, "None cannot be called");
        assertFails("{% include 'x' %}", 1, "unknown tag 'include'");
        assertFails("{% set x = 1 %}\n{% set x.y = 1 %}", 2, "not a namespace");
        assertFails("{% macro m(a) %}\n\n{% endmacro %}\n{{ m(1, 2) }}", 4, "at most 1 argument");
        assertFails("{{ 'a'.nosuch() }}", 1, "str has no attribute 'nosuch'");
        assertFails("{% for x in [1] %}", 1, "expected one of the tags else, endfor");
    }

    @Test
    void nothing_of_java_or_python_can_be_reached() {
        for (String attempt :
                List.of(
                        "''.getClass()",
                        "''.class.forName('x')",
                        "[].getClass()",
                        "{}.getClass()",
                        "''.__class__.__mro__",
                        "range.__globals__",
                        "namespace().__init__.__globals__",
                        "self._TemplateReference__context",
                        "m.__globals__.os",
                        "cycler.__init__.__globals__",
                        "'{0.__class__}'.format(1)",
                        "'' | attr('__class__') | attr('mro')()",
                        "loop.getClass()")) {
            String source = "{% macro m() %}{% endmacro %}{{ " + attempt + " }}";
            // What does not exist is undefined: it prints as nothing, and fails when it is used.
            assertThat(TemplateCorpus.outcome(source, Map.of(), TemplateLimits.DEFAULT))
                    .as(attempt)
                    .isIn(new Outcome.Failed(), new Outcome.Text(""));
        }
    }

    @Test
    void the_clock_gives_time_and_zone() {
        Instant midnight = Instant.parse("2025-12-31T23:30:00Z");
        ChatTemplate template = parse("{{ strftime_now('%d %b %Y %H:%M') }}");
        assertThat(template.render(Map.of(), Clock.fixed(midnight, ZoneId.of("Asia/Tokyo"))))
                .isEqualTo("01 Jan 2026 08:30");
    }

    @Test
    void hugs_whitespace_of_windows_line_ends_too() {
        assertThat(render(parse("{% if 1 %}\r\na\r\n{% endif %}\r\nb\r\n"), Map.of()))
                .isEqualTo("a\nb");
    }

    @Test
    void is_more_lenient_than_jinja_where_no_text_would_change() {
        assertThat(render(parse("{{ 'a' if 'x' is string if 1 }}"), Map.of())).isEqualTo("a");
        assertThat(render(parse("{% if 0 %}{{ 1 | nosuch }}{% endif %}ok"), Map.of()))
                .isEqualTo("ok");
        assertThat(render(parse("{{ {'a': 1}.items()[0] }}"), Map.of())).isEqualTo("('a', 1)");
    }

    @Test
    void integers_and_formats_have_bounds_of_their_own() {
        assertFails("{{ 2 ** 10000 }}", 1, "more than 4096 bits");
        assertFails("{{ 10 ** 1000 * 10 ** 1000 }}", 1, "more than 4096 bits");
        assertFails("{{ '%.999999f' % 1.5 }}", 1, "at most 400 digits");
        assertFails("{{ 1.5 | round(9999) }}", 1, "precision between -300 and 300");
        assertThat(render(parse("{{ (-1) ** 10 ** 12 }} {{ 0 ** 10 ** 12 }}"), Map.of()))
                .isEqualTo("1 0");
        assertThat(
                        render(
                                parse("{{ '_1' * 150 | int }}{{ ('1_' * 190 ~ '1') | float > 1 }}"),
                                Map.of()))
                .endsWith("True");
    }

    @Test
    void many_threads_may_render_one_template() throws Exception {
        ChatTemplate template =
                parse(
                        "{% set n = namespace(s='') %}{% for i in l %}{% set n.s = n.s ~ i %}{% endfor %}{{ n.s }}");
        Map<String, JsonValue> variables = Map.of("l", JsonValue.from(List.of(1, 2, 3)));
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<String> work = () -> render(template, variables);
            for (Future<String> result : executor.invokeAll(List.of(work, work, work, work))) {
                assertThat(result.get()).isEqualTo("123");
            }
        }
    }

    @Test
    void python_json_has_the_layout_of_pythons_dumps() {
        JsonValue value =
                JsonValue.from(Map.of("k", List.of(1, 2.5, true, "é\"\n", Map.of(), List.of())));
        assertThat(PythonJson.write(value))
                .isEqualTo("{\"k\": [1, 2.5, true, \"é\\\"\\n\", {}, []]}");
        assertThat(PythonJson.write(JsonValue.from(null))).isEqualTo("null");
    }

    @Test
    void limits_are_checked() {
        assertThatThrownBy(() -> new TemplateLimits(0, 1, 1, 50, 1))
                .hasMessageContaining("maxSourceLength is 0");
        assertThatThrownBy(() -> new TemplateLimits(1, 1, 1, 5, 1))
                .hasMessageContaining("maxDepth is 5");
        assertThatThrownBy(() -> new TemplateLimits(1, 1, 1, 5000, 1))
                .hasMessageContaining("at most 1000");
    }

    private static void assertFails(String source, int line, String message) {
        assertThatThrownBy(() -> render(parse(source), Map.of()))
                .as(source)
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.line()).isEqualTo(line))
                .hasMessageContaining(message)
                .hasMessageStartingWith("template line " + line + ": ");
    }

    private static ChatTemplate parse(String source) {
        return ChatTemplate.parse(source, TemplateLimits.DEFAULT);
    }

    private static String render(ChatTemplate template, Map<String, JsonValue> variables) {
        return template.render(variables, Clock.systemUTC());
    }
}
