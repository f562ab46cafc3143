package dev.parlance.core.engine;

import static dev.parlance.core.engine.EngineHarness.context;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parlance.core.call.Deadline;
import dev.parlance.core.embedding.Embedding;
import dev.parlance.core.embedding.EmbeddingInput;
import dev.parlance.core.embedding.EmbeddingRequest;
import dev.parlance.core.embedding.EmbeddingResult;
import dev.parlance.core.model.Capability;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.ContextTooLong;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What every embedding engine's vectors are like.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class EmbeddingEngineContract {
    private final EngineSubject subject;
    private EngineHarness harness;

    protected EmbeddingEngineContract(EngineSubject subject) {
        this.subject = subject;
    }

    @BeforeAll
    void open() {
        harness = new EngineHarness(subject);
        assertThat(harness.engine).isInstanceOf(EmbeddingEngine.class);
    }

    @AfterAll
    void close() {
        harness.close();
    }

    @Test
    void there_is_one_unit_vector_per_input_in_order() {
        EmbeddingResult together = embed("a red apple", "the theory of numbers", "a red apple");

        assertThat(together.responseModel()).isEqualTo(subject.model());
        assertThat(together.embeddings()).hasSize(3);
        int dimensions = together.embeddings().getFirst().values().length;
        assertThat(together.embeddings())
                .allSatisfy(embedding -> {
                    assertThat(embedding.values()).hasSize(dimensions);
                    assertThat(length(embedding)).isCloseTo(1, within(1e-3));
                });
        assertThat(cosine(together, 0, 2)).isCloseTo(1, within(1e-3));
        assertThat(cosine(together, 0, 1)).isLessThan(0.9999);
    }

    @Test
    void the_same_text_has_the_same_vector_alone_and_in_company() {
        Embedding alone = embed("hello there").embeddings().getFirst();
        Embedding inCompany = embed("something else", "hello there").embeddings().getLast();

        assertThat(dot(alone, inCompany)).isCloseTo(1, within(1e-3));
    }

    @Test
    void usage_counts_the_input_and_no_output() {
        EmbeddingResult one = embed("hello there");
        EmbeddingResult two = embed("hello there", "hello there");

        assertThat(one.usage().inputTokens()).isPositive();
        assertThat(two.usage().inputTokens()).isEqualTo(2 * one.usage().inputTokens());
        assertThat(two.usage().outputTokens()).isZero();
    }

    @Test
    void the_number_of_dimensions_can_be_chosen() {
        assumeTrue(harness.can(Capability.EMBEDDING_DIMENSIONS));
        EmbeddingResult result =
                harness.gateway.embed(context(), harness.embedding(16, "hello there"));

        assertThat(result.embeddings().getFirst().values()).hasSize(16);
        assertThat(length(result.embeddings().getFirst())).isCloseTo(1, within(1e-3));
        for (int absurd : new int[] {0, -1, Integer.MAX_VALUE}) {
            assertThatThrownBy(() ->
                            harness.gateway.embed(context(), harness.embedding(absurd, "hello")))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            e -> assertThat(e.problem()).isInstanceOf(InvalidRequest.class));
        }
    }

    @Test
    void tokens_embed_like_their_text() {
        assumeTrue(harness.can(Capability.TOKEN_PROMPT));
        List<Integer> ids = harness.ids("hello there");
        EmbeddingRequest request =
                EmbeddingRequest.of(subject.model(), List.of(new EmbeddingInput.Tokens(ids)));

        EmbeddingResult result = harness.gateway.embed(context(), request);

        assertThat(length(result.embeddings().getFirst())).isCloseTo(1, within(1e-3));
        assertThat(result.usage().inputTokens()).isBetween(ids.size(), ids.size() + 2);
    }

    @Test
    void input_that_does_not_fit_is_refused_and_not_cut() {
        int limit = harness.contextLength();

        assertThatThrownBy(() -> embed("fits", "one two ".repeat(limit)))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e ->
                                assertThat(e.problem())
                                        .isInstanceOfSatisfying(
                                                ContextTooLong.class,
                                                tooLong ->
                                                        assertThat(tooLong.tokens())
                                                                .isGreaterThan(tooLong.limit())));
    }

    @Test
    void a_deadline_that_has_passed_ends_the_call() {
        EmbeddingEngine engine = (EmbeddingEngine) harness.engine;
        Deadline past = new Deadline(System.nanoTime() - 1);

        assertThatThrownBy(() ->
                        engine.embed(
                                context(past), subject.model(), harness.embedding(null, "hello")))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> assertThat(e.problem()).isInstanceOf(DeadlineExceeded.class));
    }

    @Test
    void many_threads_get_their_own_vectors() throws Exception {
        List<Embedding> expected = new ArrayList<>();
        List<Callable<Embedding>> calls = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            String text = "text number " + i;
            expected.add(embed(text).embeddings().getFirst());
            calls.add(() -> embed(text).embeddings().getFirst());
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Embedding>> results = threads.invokeAll(calls);
            for (int i = 0; i < results.size(); i++) {
                assertThat(dot(results.get(i).get(), expected.get(i))).isCloseTo(1, within(1e-3));
            }
        }
        assertThat(harness.admission.active()).isZero();
    }

    private EmbeddingResult embed(String... texts) {
        return harness.gateway.embed(context(), harness.embedding(null, texts));
    }

    private static double cosine(EmbeddingResult result, int one, int other) {
        return dot(result.embeddings().get(one), result.embeddings().get(other));
    }

    private static double length(Embedding embedding) {
        return Math.sqrt(dot(embedding, embedding));
    }

    private static double dot(Embedding one, Embedding other) {
        float[] a = one.values();
        float[] b = other.values();
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
