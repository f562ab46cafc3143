package dev.parlance.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.access.Caller;
import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Deadline;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.moderation.ModerationCategory;
import dev.parlance.core.moderation.ModerationRequest;
import dev.parlance.core.moderation.ModerationResult;
import dev.parlance.core.moderation.ModerationResult.Verdict;
import dev.parlance.core.problem.ApiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// How well the moderation that comes along finds what it is for, on texts kept back from its
/// making. `-Ddocs=update` writes the table in docs/embeddings.md, `-Dmoderation=fit` the
/// thresholds.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModerationTest {
    private static final Path DOCS = Path.of("../docs/embeddings.md");
    private static final String START = "<!-- moderation -->\n";
    private static final String END = "<!-- /moderation -->";
    private static final Path THRESHOLDS =
            Path.of("src/main/resources/dev/parlance/engine/onnx/moderation-thresholds.tsv");

    /// A text of the labelled set.
    private record Labelled(boolean fit, @Nullable ModerationCategory category, String text) {
        boolean is(ModerationCategory wanted) {
            return category != null && (category == wanted || category.parent() == wanted);
        }
    }

    /// How often something was found rightly, wrongly, and not.
    private record Count(int right, int wrong, int missed) {
        static Count of(List<Boolean> found, List<Boolean> there) {
            int right = 0;
            int wrong = 0;
            int missed = 0;
            for (int i = 0; i < found.size(); i++) {
                if (found.get(i)) {
                    right += there.get(i) ? 1 : 0;
                    wrong += there.get(i) ? 0 : 1;
                } else {
                    missed += there.get(i) ? 1 : 0;
                }
            }
            return new Count(right, wrong, missed);
        }

        double precision() {
            return right + wrong == 0 ? 1 : right / (double) (right + wrong);
        }

        double recall() {
            return right + missed == 0 ? 1 : right / (double) (right + missed);
        }

        double f1() {
            return right == 0 ? 0 : 2.0 * right / (2 * right + wrong + missed);
        }

        String row(String name) {
            return String.format(
                    Locale.ROOT,
                    "| %s | %d | %.2f | %.2f |%n",
                    name,
                    right + missed,
                    precision(),
                    recall());
        }
    }

    private OnnxEngine engine;
    private final List<Labelled> labelled =
            Moderator.table("moderation-labelled.tsv").stream()
                    .map(cells ->
                            new Labelled(
                                    cells[0].equals("fit"), Moderator.category(cells[1]), cells[2]))
                    .toList();

    @BeforeAll
    void open() {
        engine = OnnxSubject.engine();
    }

    @AfterAll
    void close() {
        engine.close();
    }

    private static CallContext context() {
        return new CallContext(
                Caller.ANONYMOUS,
                "test",
                Deadline.after(Duration.ofMinutes(2)),
                CompatProfile.OPENAI,
                false,
                new Dispositions());
    }

    private ModerationResult moderate(List<String> texts) {
        return engine.moderate(
                context(),
                OnnxEngine.MODERATION,
                new ModerationRequest(OnnxEngine.MODERATION, texts));
    }

    @Test
    void texts_kept_back_are_judged_well_enough() throws IOException {
        List<Labelled> kept = labelled.stream().filter(text -> !text.fit()).toList();
        List<Verdict> verdicts = moderate(kept.stream().map(Labelled::text).toList()).verdicts();
        Count any =
                Count.of(
                        verdicts.stream().map(v -> !v.flagged().isEmpty()).toList(),
                        kept.stream().map(text -> text.category() != null).toList());
        assertThat(any.precision()).as("precision of flagged").isGreaterThan(0.85);
        assertThat(any.recall()).as("recall of flagged").isGreaterThan(0.8);

        StringBuilder table = new StringBuilder("| category | texts | precision | recall |\n");
        table.append("|---|---|---|---|\n").append(any.row("**any (`flagged`)**"));
        double sum = 0;
        for (ModerationCategory category : ModerationCategory.values()) {
            Count count =
                    Count.of(
                            verdicts.stream().map(v -> v.flagged().contains(category)).toList(),
                            kept.stream().map(text -> text.is(category)).toList());
            sum += count.f1();
            table.append(count.row("`" + category.wireName() + "`"));
        }
        assertThat(sum / ModerationCategory.values().length).as("mean F1").isGreaterThan(0.65);
        if ("update".equals(System.getProperty("docs"))) {
            String page = Files.readString(DOCS);
            Files.writeString(
                    DOCS,
                    page.substring(0, page.indexOf(START) + START.length())
                            + table
                            + page.substring(page.indexOf(END)));
        }
    }

    @Test
    void what_is_found_of_a_kind_is_found_of_the_kind_it_belongs_to() {
        moderate(labelled.stream().map(Labelled::text).toList())
                .verdicts()
                .forEach(verdict ->
                        verdict.flagged()
                                .forEach(category -> {
                                    ModerationCategory parent = category.parent();
                                    if (parent != null) {
                                        assertThat(verdict.flagged()).contains(parent);
                                        assertThat(verdict.score(parent))
                                                .isGreaterThanOrEqualTo(verdict.score(category));
                                    }
                                    assertThat(verdict.score(category)).isGreaterThan(0.5);
                                }));
    }

    @Test
    void the_labelled_set_is_apart_from_the_examples() {
        List<String> examples =
                Moderator.table("moderation-examples.tsv").stream().map(c -> c[1]).toList();
        List<String> texts = new ArrayList<>(labelled.stream().map(Labelled::text).toList());
        assertThat(texts).doesNotHaveDuplicates().doesNotContainAnyElementsOf(examples);
        for (ModerationCategory category : ModerationCategory.values()) {
            Predicate<Labelled> of = text -> text.category() == category;
            assertThat(labelled.stream().filter(of.and(Labelled::fit)).count()).isPositive();
            assertThat(labelled.stream().filter(of.and(t -> !t.fit())).count()).isPositive();
        }
    }

    @Test
    void usage_is_real_and_a_text_that_does_not_fit_is_refused() {
        assertThat(moderate(List.of("hello there")).usage().inputTokens()).isEqualTo(4);
        assertThatThrownBy(() -> moderate(List.of("fits", "one two ".repeat(500))))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("512 tokens");
        assertThatThrownBy(() ->
                        engine.moderate(
                                context(),
                                OnnxEngine.BUILTIN,
                                new ModerationRequest(OnnxEngine.BUILTIN, List.of("a"))))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("does not support moderation");
    }

    @Test
    void thresholds_can_be_fitted_anew() throws IOException {
        if (!"fit".equals(System.getProperty("moderation"))) {
            assertThat(Moderator.table("moderation-thresholds.tsv")).hasSize(13);
            return;
        }
        List<Labelled> fit = labelled.stream().filter(Labelled::fit).toList();
        Moderator moderator = Moderator.builtin();
        List<Map<ModerationCategory, Double>> near = new ArrayList<>();
        try (LoadedModel model =
                new LoadedModel(BundledSentences.files(), OnnxSettings.of(OnnxSubject.NATIVES))) {
            List<float[]> known = moderator.vectors(context(), model);
            TextTokenizer tokenizer = model.tokenizer();
            List<Row> rows =
                    fit.stream()
                            .map(t -> tokenizer.frame().around(tokenizer.tokens(t.text())))
                            .toList();
            for (float[] vector : model.run(context().deadline(), rows)) {
                near.add(moderator.nearness(EmbeddingRequests.unit(vector), known));
            }
        }
        StringBuilder lines =
                new StringBuilder(
                        "# From where on a text is like a category. Written by ModerationTest"
                                + " with -Dmoderation=fit.\n");
        for (ModerationCategory category : ModerationCategory.values()) {
            lines.append(category.wireName());
            lines.append(String.format(Locale.ROOT, "\t%.4f%n", threshold(category, fit, near)));
        }
        Files.writeString(THRESHOLDS, lines);
    }

    /// Where between two neighbours a threshold finds best.
    private static double threshold(
            ModerationCategory category,
            List<Labelled> fit,
            List<Map<ModerationCategory, Double>> near) {
        List<Double> values =
                new ArrayList<>(new TreeSet<>(near.stream().map(n -> n.get(category)).toList()));
        List<Boolean> there = fit.stream().map(text -> text.is(category)).toList();
        double best = -1;
        double threshold = 1;
        for (int i = 0; i + 1 < values.size(); i++) {
            double between = (values.get(i) + values.get(i + 1)) / 2;
            List<Boolean> found = near.stream().map(n -> n.get(category) > between).toList();
            double f1 = Count.of(found, there).f1();
            if (f1 > best) {
                best = f1;
                threshold = between;
            }
        }
        return threshold;
    }
}
