package dev.parlance.core.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.prompt.TemplateCorpus.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Random templates end in a text or a `TemplateException`, never in anything else.
class ChatTemplateFuzzTest {

    private static final long SEED = Long.getLong("tests.seed", System.nanoTime());
    private static final TemplateLimits LIMITS =
            new TemplateLimits(20_000, 20_000, 20_000, 100, 1_000);

    private final Random random = new Random(SEED);

    @Test
    void mutations_of_the_corpus_end_in_text_or_a_template_exception() {
        List<Case> corpus = new ArrayList<>(TemplateCorpus.expressions());
        corpus.addAll(TemplateCorpus.conversations());
        for (int i = 0; i < 3_000; i++) {
            Case one = corpus.get(random.nextInt(corpus.size()));
            Case other = corpus.get(random.nextInt(corpus.size()));
            check(mutated(one.source(), other.source()), one.variables());
        }
    }

    @Test
    void generated_templates_end_in_text_or_a_template_exception() {
        Map<String, JsonValue> variables = TemplateCorpus.expressions().getFirst().variables();
        TemplateGrammar grammar = new TemplateGrammar(random);
        int texts = 0;
        for (int i = 0; i < 3_000; i++) {
            texts += check(grammar.template(), variables) ? 1 : 0;
        }
        assertThat(texts).as("templates that gave a text, -Dtests.seed=" + SEED).isPositive();
    }

    @Test
    void random_characters_end_in_text_or_a_template_exception() {
        String alphabet = "{}%#-+ \n'\"\\()[].,:|~*/<>=!abn019_é👩";
        for (int i = 0; i < 3_000; i++) {
            StringBuilder source = new StringBuilder();
            int length = random.nextInt(60);
            for (int j = 0; j < length; j++) {
                source.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            check(source.toString(), Map.of());
        }
    }

    private boolean check(String source, Map<String, JsonValue> variables) {
        try {
            String text =
                    ChatTemplate.parse(source, LIMITS).render(variables, TemplateCorpus.CLOCK);
            assertThat(text.length()).isLessThanOrEqualTo(LIMITS.maxOutputLength());
            return true;
        } catch (TemplateException _) {
            return false;
        } catch (RuntimeException | Error e) {
            throw new AssertionError("replay with -Dtests.seed=" + SEED + ": " + source, e);
        }
    }

    private String mutated(String source, String other) {
        StringBuilder text = new StringBuilder(source);
        int times = 1 + random.nextInt(4);
        for (int i = 0; i < times; i++) {
            int from = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), from + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(from, to);
                case 1 -> text.insert(from, text.substring(from, to));
                case 2 -> {
                    int start = random.nextInt(other.length());
                    int end = Math.min(other.length(), start + random.nextInt(40));
                    text.insert(from, other, start, end);
                }
                default -> text.insert(from, (char) (32 + random.nextInt(95)));
            }
        }
        return text.toString();
    }
}
