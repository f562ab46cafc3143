package dev.parlance.core.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.parlance.core.prompt.TemplateException.BudgetExceeded;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Hostile templates end in a bound: of source, steps, text, depth or range.
class TemplateBudgetTest {

    private static final TemplateLimits LARGE_SOURCE =
            new TemplateLimits(4_000_000, 4_000_000, 4_194_304, 400, 100_000);

    /// Each would take memory or time without end, or nearly so.
    private static final List<String> HOSTILE =
            List.of(
                    "{% set n = namespace(s='ab') %}{% for i in range(99) %}"
                            + "{% set n.s = n.s ~ n.s %}{% endfor %}",
                    "{% set n = namespace(s='ab') %}{% for i in range(99) %}"
                            + "{% set n.s = n.s + n.s %}{% endfor %}",
                    "{% set n = namespace(s='ab') %}{% for i in range(99) %}"
                            + "{% set n.s = n.s * 2 %}{% endfor %}",
                    "{% set n = namespace(s='ab') %}{% for i in range(99) %}"
                            + "{% set n.s = n.s | replace('a', n.s) %}{% endfor %}",
                    "{% set n = namespace(s='ab') %}{% for i in range(99) %}"
                            + "{% set n.s = n.s.join([n.s, n.s]) %}{% endfor %}",
                    "{% set n = namespace(s='ab') %}{% for i in range(99) %}"
                            + "{% set n.s = [n.s, n.s, n.s] | join %}{% endfor %}",
                    "{% set n = namespace(s='a\"') %}{% for i in range(99) %}"
                            + "{% set n.s = n.s | tojson %}{% endfor %}",
                    "{% set n = namespace(s='ab') %}{% for i in range(99) %}"
                            + "{% set n.s = '%s%s' % (n.s, n.s) %}{% endfor %}",
                    "{% set n = namespace(s='ab') %}{% for i in range(99) %}"
                            + "{% set n.s = '{0}{0}'.format(n.s) %}{% endfor %}",
                    "{% set n = namespace(s='ab') %}{% for i in range(99) %}"
                            + "{% set x %}{{ n.s }}{{ n.s }}{% endset %}{% set n.s = x %}{% endfor %}",
                    "{% set n = namespace(l=[1, 2]) %}{% for i in range(99) %}"
                            + "{% set n.l = n.l + n.l %}{% endfor %}",
                    "{% set l = [1] %}{% for i in range(99) %}{{ l.extend(l) }}{% endfor %}",
                    "{% set l = [1] %}{% for i in range(90000) %}{% for j in range(90000) %}"
                            + "{% set _ = l.append('x' * 100) %}{% endfor %}{% endfor %}",
                    "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
                    "{% for i in range(100000000) %}{% endfor %}",
                    "{{ range(10 ** 18) }}",
                    "{{ 'x' * 10 ** 9 }}{{ 'x' * 10 ** 30 }}",
                    "{{ [0] * 10 ** 9 }}",
                    "{{ (1, 2) * 10 ** 30 }}",
                    "{{ 'x'.center(10 ** 9) }}",
                    "{{ 'x'.zfill(10 ** 9) }}",
                    "{{ 'x' | center(10 ** 9) }}",
                    "{{ 'x' | indent(10 ** 9, true) }}",
                    "{{ '%999999999d' % 1 }}",
                    "{{ '{:999999999}'.format(1) }}",
                    "{{ [[[1]]] | tojson(indent=10 ** 9) }}",
                    "{{ [1] | batch(10 ** 9, 0) | list }}",
                    "{{ [1] | slice(10 ** 9) | list }}",
                    "{% set l = [] %}{% set _ = l.append(l) %}{{ l }}",
                    "{% set l = [] %}{% set _ = l.append(l) %}{{ l | tojson }}",
                    "{% set l = [] %}{% set _ = l.append(l) %}{% set m = [] %}"
                            + "{% set _ = m.append(m) %}{{ l == m }}",
                    "{% set n = namespace(l=[]) %}{% for i in range(99) %}"
                            + "{% set n.l = [n.l, n.l] %}{% endfor %}{{ n.l }}",
                    "{% set n = namespace(l=[]) %}{% for i in range(99) %}"
                            + "{% set n.l = [n.l, n.l] %}{% endfor %}{{ n.l | tojson }}",
                    "{% set n = namespace(l=[], m=[]) %}{% for i in range(99) %}"
                            + "{% set n.l = [n.l, n.l] %}{% set n.m = [n.m, n.m] %}{% endfor %}"
                            + "{{ n.l == n.m }}{{ n.l < n.m }}",
                    "{% set n = namespace(l=[]) %}{% for i in range(9999) %}"
                            + "{% set n.l = [n.l] %}{% endfor %}{{ n.l }}",
                    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
                    "{% macro m(f) %}{{ f(f) }}{% endmacro %}{{ m(m) }}",
                    "{% macro m() %}{{ caller }}{% call m() %}x{% endcall %}{% endmacro %}"
                            + "{{ m() }}",
                    "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
                    "{% set s = 'a' * 2000000 %}{% for i in range(9999) %}"
                            + "{{ s.find('a' * 1000 ~ 'b') }}{% endfor %}",
                    "{% set s = 'ab' * 1000000 %}{% for i in range(9999) %}"
                            + "{{ s.split('a') | length }}{% endfor %}",
                    "{% set s = 'ab' * 1000000 %}{% for i in range(9999) %}"
                            + "{{ s[::-1] | length }}{{ s | upper | length }}{% endfor %}",
                    "{% set l = range(90000) %}{% for i in l %}{{ i in l }}{% endfor %}",
                    "{% set l = range(90000) %}{% for i in l %}{{ l | sort | first }}{% endfor %}",
                    "{% set l = range(90000) %}{% for i in l %}{{ l[1:] | length }}{% endfor %}",
                    "{% set l = range(90000) | list %}{% for i in l %}{{ l.insert(0, 1) }}"
                            + "{% endfor %}",
                    "{% set d = {} %}{% for i in range(90000) %}"
                            + "{% set _ = d.update({i: 'x' * 999}) %}{% endfor %}{{ d }}");

    @TestFactory
    List<DynamicTest> hostile_templates_end_in_a_bound() {
        return HOSTILE.stream()
                .map(source ->
                        DynamicTest.dynamicTest(
                                source,
                                () ->
                                        assertThatThrownBy(() -> render(source, LARGE_SOURCE))
                                                .isInstanceOf(BudgetExceeded.class)))
                .toList();
    }

    @TestFactory
    List<DynamicTest> deep_nesting_of_source_ends_in_a_bound() {
        int deep = 100_000;
        Map<String, Function<Integer, String>> shapes =
                Map.ofEntries(
                        Map.entry("parens", n -> nested("(", "1", ")", n)),
                        Map.entry("lists", n -> nested("[", "1", "]", n)),
                        Map.entry("dicts", n -> nested("{1: ", "1", "}", n)),
                        Map.entry("calls", n -> nested("f(", "1", ")", n)),
                        Map.entry("subscripts", n -> nested("a[", "1", "]", n)),
                        Map.entry("slices", n -> nested("a[:", "1", "]", n)),
                        Map.entry("nots", n -> nested("not ", "1", "", n)),
                        Map.entry("signs", n -> nested("- ", "1", "", n)),
                        Map.entry("else", n -> nested("1 if 0 else ", "1", "", n)),
                        Map.entry("tests", n -> nested("1 is eq [", "1", "]", n)),
                        Map.entry("filters", n -> nested("1 | default(", "1", ")", n)),
                        Map.entry("filter chain", n -> nested("", "1", " | string", n)),
                        Map.entry("attributes", n -> nested("", "[]", ".copy()", n)),
                        Map.entry("conditions", n -> nested("", "1", " if 1", n)));
        return shapes.entrySet().stream()
                .map(shape -> {
                    String source = "{{ " + shape.getValue().apply(deep) + " }}";
                    return DynamicTest.dynamicTest(
                            shape.getKey(),
                            () ->
                                    assertThatThrownBy(() -> render(source, LARGE_SOURCE))
                                            .isInstanceOf(BudgetExceeded.class));
                })
                .toList();
    }

    @Test
    void deep_nesting_of_blocks_and_targets_ends_in_a_bound() {
        for (String open :
                List.of(
                        "{% if 1 %}",
                        "{% for x in [1] %}",
                        "{% macro m() %}",
                        "{% with %}",
                        "{% set x %}",
                        "{% filter upper %}",
                        "{% call m() %}",
                        "{% generation %}",
                        "{% if 0 %}{% else %}{% if 0 %}")) {
            assertThatThrownBy(() -> render(open.repeat(50_000), LARGE_SOURCE))
                    .as(open)
                    .isInstanceOf(BudgetExceeded.class);
        }
        assertThatThrownBy(() ->
                        render("{% set " + nested("(", "x", ")", 50_000) + " = 1 %}", LARGE_SOURCE))
                .isInstanceOf(BudgetExceeded.class);
    }

    @Test
    void long_flat_chains_are_fine() {
        assertThat(render("{{ 1" + " + 1".repeat(20_000) + " }}", LARGE_SOURCE)).isEqualTo("20001");
        assertThat(render("{{ ''" + " ~ 'a'".repeat(9_000) + " }}", LARGE_SOURCE)).hasSize(9_000);
        assertThat(render("{{ 0" + " or 0".repeat(9_000) + " or 7 }}", LARGE_SOURCE))
                .isEqualTo("7");
        String branches = "{% elif 0 %}".repeat(9_000);
        assertThat(render("{% if 0 %}" + branches + "{% else %}x{% endif %}", LARGE_SOURCE))
                .isEqualTo("x");
    }

    @Test
    void the_deepest_rendering_fits_a_small_stack() throws InterruptedException {
        String source =
                "{% macro m(f) %}{% if 1 %}{{ [f(f)] | join }}{% endif %}{% endmacro %}{{ m(m) }}";
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Runnable work =
                () -> {
                    try {
                        render(source, TemplateLimits.DEFAULT);
                    } catch (Throwable e) {
                        failure.set(e);
                    }
                };
        Thread small = new Thread(null, work, "small-stack", 512 * 1024);
        small.start();
        small.join();
        assertThat(failure.get()).isInstanceOf(BudgetExceeded.class);
        failure.set(null);
        Thread.ofVirtual().start(work).join();
        assertThat(failure.get()).isInstanceOf(BudgetExceeded.class);
    }

    @Test
    void a_hostile_template_takes_little_memory_in_all() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (String source : HOSTILE) {
            long before = threads.getCurrentThreadAllocatedBytes();
            assertThatThrownBy(() -> render(source, TemplateLimits.DEFAULT))
                    .isInstanceOf(BudgetExceeded.class);
            // All that was ever allocated, most of it garbage long before the end.
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as(source)
                    .isLessThan(700L << 20);
        }
    }

    @Test
    void a_source_beyond_the_limit_is_refused() {
        TemplateLimits tiny = new TemplateLimits(10, 1000, 1000, 50, 100);
        assertThatThrownBy(() -> ChatTemplate.parse("12345678901", tiny))
                .isInstanceOf(BudgetExceeded.class)
                .hasMessageContaining("11 characters, more than 10");
    }

    @Test
    void each_bound_is_named_in_its_message() {
        TemplateLimits tiny = new TemplateLimits(1000, 500, 100, 50, 10);
        assertThatThrownBy(() -> render("a\n{{ range(11) }}", tiny))
                .hasMessage("template line 2: range of more than 10 numbers");
        assertThatThrownBy(() -> render("{{ 'x' * 101 }}", tiny))
                .hasMessageContaining("more than 100 characters");
        assertThatThrownBy(() -> render("x".repeat(101), tiny))
                .hasMessageContaining("more than 100 characters");
        String loops =
                "{% for a in range(9) %}{% for b in range(9) %}{{ b }}{% endfor %}{% endfor %}";
        assertThatThrownBy(() -> render(loops, tiny)).hasMessageContaining("more than 500 steps");
        assertThatThrownBy(() -> render("{{ " + nested("(", "1", ")", 60) + " }}", tiny))
                .hasMessageContaining("deeper than 50 levels");
    }

    private static String nested(String open, String inside, String close, int times) {
        return open.repeat(times) + inside + close.repeat(times);
    }

    private static String render(String source, TemplateLimits limits) {
        return ChatTemplate.parse(source, limits).render(Map.of(), Clock.systemUTC());
    }
}
