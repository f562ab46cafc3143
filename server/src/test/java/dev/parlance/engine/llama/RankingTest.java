package dev.parlance.engine.llama;

import static dev.parlance.engine.llama.TinyEngine.TINY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.parlance.core.embedding.EmbeddingInput;
import dev.parlance.core.embedding.EmbeddingOptions;
import dev.parlance.core.embedding.RerankRequest;
import dev.parlance.core.embedding.RerankResult;
import dev.parlance.core.embedding.RerankResult.Score;
import dev.parlance.core.embedding.Truncation;
import dev.parlance.core.model.Capability;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.Unsupported;
import dev.parlance.core.tokens.TextToken;
import dev.parlance.core.tokens.TokenizeRequest;
import dev.parlance.engine.llama.gguf.TinyBert;
import dev.parlance.engine.llama.gguf.TinyGguf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Documents in order, by a model with a ranking head and without.
class RankingTest {
    private static final List<String> DOCUMENTS =
            List.of("hello world", "a b c", "x", "z z z z hello", "q w e r t y");

    @TempDir private Path folder;

    @Test
    void scores_are_what_the_head_makes_of_the_pair() {
        TinyGguf ranker = TinyBert.ranker(3);
        List<float[]> read = new ArrayList<>();
        try (TinyEngine reader =
                new TinyEngine(folder, TinyBert.bert(3).uint("bert.pooling_type", 2), 1, 64)) {
            for (String document : DOCUMENTS) {
                read.add(pair(reader, "hello", document));
            }
        }
        try (TinyEngine tiny = new TinyEngine(folder, ranker, 1, 64)) {
            RerankResult result = rerank(tiny, Truncation.NONE, null);
            assertThat(result.scores()).hasSize(DOCUMENTS.size());
            for (Score score : result.scores()) {
                assertThat(score.relevance())
                        .isCloseTo(head(ranker, read.get(score.index())), within(1e-3));
            }
            assertThat(tiny.dispositions()).isEmpty();
            // [CLS] hello [SEP] ... [SEP] for each.
            int words = 2 + 3 + 1 + 5 + 6;
            assertThat(result.usage().inputTokens()).isEqualTo(words + DOCUMENTS.size() * 4);
        }
    }

    /// What the encoder makes of the first token when it reads both.
    private static float[] pair(TinyEngine tiny, String query, String document) {
        List<Integer> ids = new ArrayList<>(ids(tiny, query));
        ids.addAll(ids(tiny, document).subList(1, ids(tiny, document).size()));
        return tiny.embed(
                        new EmbeddingOptions(Truncation.NONE, null, false),
                        new EmbeddingInput.Tokens(ids))
                .getFirst();
    }

    private static List<Integer> ids(TinyEngine tiny, String text) {
        return tiny
                .engine
                .tokenize(tiny.context(), TINY, new TokenizeRequest(TINY, text, true, false))
                .stream()
                .map(TextToken::id)
                .toList();
    }

    private static double head(TinyGguf model, float[] read) {
        float[] weight = model.floats("cls.weight");
        float[] bias = model.floats("cls.bias");
        float[] out = model.floats("cls.output.weight");
        double logit = model.floats("cls.output.bias")[0];
        for (int row = 0; row < bias.length; row++) {
            double sum = bias[row];
            for (int i = 0; i < read.length; i++) {
                sum += (double) weight[row * read.length + i] * read[i];
            }
            logit += out[row] * Math.tanh(sum);
        }
        return 1 / (1 + Math.exp(-logit));
    }

    private static RerankResult rerank(TinyEngine tiny, Truncation truncation, Integer most) {
        return tiny.engine.rerank(
                tiny.context(),
                TINY,
                new RerankRequest(TINY, "hello", DOCUMENTS, null, truncation, most));
    }

    @Test
    void a_ranking_model_ranks_and_does_nothing_else() {
        try (TinyEngine tiny = new TinyEngine(folder, TinyBert.ranker(3), 1, 64)) {
            assertThat(tiny.card().capabilities())
                    .containsExactlyInAnyOrder(
                            Capability.RERANK, Capability.TOKENIZE, Capability.TOKEN_PROMPT);
            assertThatThrownBy(() -> tiny.embed("hello"))
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining("does not support embeddings");
        }
    }

    @Test
    void an_incomplete_head_is_never_run() {
        for (TinyGguf broken :
                List.of(
                        TinyBert.ranker(3).without("cls.bias"),
                        TinyBert.ranker(3).without("cls.output.weight"),
                        TinyBert.ranker(3).lieAbout("cls.output.weight", null, List.of(16L), null),
                        TinyBert.bert(3).uint("bert.pooling_type", 4),
                        TinyGguf.llama(3).uint("llama.pooling_type", 4))) {
            try (TinyEngine tiny = new TinyEngine(folder, broken, 1, 64)) {
                assertThat(tiny.card().capabilities())
                        .doesNotContain(Capability.RERANK, Capability.EMBEDDINGS);
                assertThatThrownBy(() -> rerank(tiny, Truncation.NONE, null))
                        .isInstanceOf(ApiException.class);
                assertThatThrownBy(() -> tiny.embed("hello")).isInstanceOf(ApiException.class);
            }
        }
    }

    @Test
    void a_head_is_found_without_a_word_about_pooling() {
        TinyGguf silent = TinyBert.ranker(3).without("bert.pooling_type");
        try (TinyEngine tiny = new TinyEngine(folder, silent, 1, 64)) {
            assertThat(tiny.card().can(Capability.RERANK)).isTrue();
            assertThat(tiny.card().can(Capability.EMBEDDINGS)).isFalse();
            assertThat(rerank(tiny, Truncation.NONE, null).scores()).hasSize(5);
        }
    }

    @Test
    void a_model_that_embeds_ranks_by_cosine_and_says_so() {
        try (TinyEngine tiny = new TinyEngine(folder, TinyBert.bert(3), 1, 64)) {
            RerankResult result = rerank(tiny, Truncation.NONE, null);
            assertThat(tiny.dispositions())
                    .containsExactly(
                            "model: it is no reranking model: cosines of embeddings are scored");
            double best = result.scores().getFirst().relevance();
            assertThat(best).isBetween(0.5, 1.0);
        }
    }

    @Test
    void documents_are_cut_only_when_that_is_asked_for() {
        try (TinyEngine tiny = new TinyEngine(folder, TinyBert.ranker(3), 1, 9)) {
            assertThatThrownBy(() -> rerank(tiny, Truncation.NONE, null))
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining("10");
            assertThat(rerank(tiny, Truncation.END, null).scores()).hasSize(5);
            assertThat(tiny.dispositions())
                    .containsExactly("documents[4]: the last 1 of 6 tokens were cut");
            assertThat(rerank(tiny, Truncation.END, 2).scores()).hasSize(5);
            assertThat(tiny.dispositions()).hasSize(3);
        }
    }

    @Test
    void a_model_that_cannot_rank_refuses_by_name() {
        TinyGguf mute = TinyGguf.llama(3).uint("llama.pooling_type", 4);
        try (TinyEngine tiny = new TinyEngine(folder, mute, 1, 64)) {
            assertThatThrownBy(() -> rerank(tiny, Truncation.NONE, null))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            e -> assertThat(e.problem()).isInstanceOf(Unsupported.class));
        }
    }
}
