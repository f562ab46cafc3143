package dev.parlance.core.engine;

import static dev.parlance.core.engine.EngineHarness.context;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.call.Deadline;
import dev.parlance.core.embedding.RerankRequest;
import dev.parlance.core.embedding.RerankResult;
import dev.parlance.core.embedding.RerankResult.Score;
import dev.parlance.core.embedding.Truncation;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.ContextTooLong;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What every reranking engine's answers are like.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class RerankEngineContract {
    private static final List<String> DOCUMENTS =
            List.of("a bicycle", "a red apple", "the sea", "a red apple", "red apples and pears");

    private final EngineSubject subject;
    private EngineHarness harness;

    protected RerankEngineContract(EngineSubject subject) {
        this.subject = subject;
    }

    @BeforeAll
    void open() {
        harness = new EngineHarness(subject);
        assertThat(harness.engine).isInstanceOf(RerankEngine.class);
    }

    @AfterAll
    void close() {
        harness.close();
    }

    @Test
    void every_document_has_one_place_and_the_best_comes_first() {
        List<Score> scores = rerank("a red apple", DOCUMENTS).scores();

        assertThat(scores).extracting(Score::index).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        assertThat(scores)
                .isSortedAccordingTo(Comparator.comparingDouble(Score::relevance).reversed());
        assertThat(scores).allSatisfy(score -> assertThat(score.relevance()).isBetween(0.0, 1.0));
    }

    @Test
    void equal_documents_score_alike_and_keep_their_order() {
        List<Score> scores = rerank("a red apple", DOCUMENTS).scores();
        Score first = scores.stream().filter(s -> s.index() == 1).findFirst().orElseThrow();
        Score second = scores.stream().filter(s -> s.index() == 3).findFirst().orElseThrow();

        assertThat(Math.abs(first.relevance() - second.relevance())).isLessThan(1e-4);
    }

    @Test
    void a_document_scores_the_same_alone_and_in_company() {
        double alone = rerank("a red apple", List.of("the sea")).scores().getFirst().relevance();
        double inCompany =
                rerank("a red apple", DOCUMENTS).scores().stream()
                        .filter(score -> score.index() == 2)
                        .findFirst()
                        .orElseThrow()
                        .relevance();
        assertThat(Math.abs(alone - inCompany)).isLessThan(1e-3);
    }

    @Test
    void only_the_best_are_given_when_that_is_asked_for() {
        RerankResult all = rerank("a red apple", DOCUMENTS);
        RerankRequest request =
                new RerankRequest(
                        subject.model(), "a red apple", DOCUMENTS, 2, Truncation.NONE, null);
        RerankResult best = harness.gateway.rerank(context(), request);

        assertThat(best.scores()).hasSize(2);
        assertThat(best.scores().getFirst().index()).isEqualTo(all.scores().getFirst().index());
        assertThat(best.usage()).isEqualTo(all.usage());
        assertThat(all.usage().inputTokens()).isPositive();
        assertThat(all.usage().outputTokens()).isZero();
    }

    @Test
    void a_document_that_does_not_fit_is_refused_and_not_cut() {
        String endless = "one two ".repeat(harness.contextLength());

        assertThatThrownBy(() -> rerank("a red apple", List.of("fits", endless)))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> assertThat(e.problem()).isInstanceOf(ContextTooLong.class));
        assertThat(harness.admission.active()).isZero();
    }

    @Test
    void a_deadline_that_has_passed_ends_the_call() {
        Deadline past = new Deadline(System.nanoTime() - 1);
        RerankRequest request = RerankRequest.of(subject.model(), "red", DOCUMENTS);

        assertThatThrownBy(() ->
                        ((RerankEngine) harness.engine)
                                .rerank(context(past), subject.model(), request))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> assertThat(e.problem()).isInstanceOf(DeadlineExceeded.class));
    }

    private RerankResult rerank(String query, List<String> documents) {
        return harness.gateway.rerank(
                context(), RerankRequest.of(subject.model(), query, documents));
    }
}
