package dev.parlance.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.parlance.core.access.Caller;
import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Deadline;
import dev.parlance.core.call.Disposition;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.embedding.EmbeddingInput;
import dev.parlance.core.embedding.EmbeddingOptions;
import dev.parlance.core.embedding.EmbeddingRequest;
import dev.parlance.core.embedding.RerankRequest;
import dev.parlance.core.embedding.RerankResult;
import dev.parlance.core.embedding.RerankResult.Score;
import dev.parlance.core.embedding.Truncation;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.Capability;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.problem.ApiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Models from folders, on tiny ones whose numbers are plain.
class ModelFolderTest {
    private static final ModelId TINY = new ModelId("tiny");

    @TempDir private Path folder;
    private final Dispositions dispositions = new Dispositions();

    private CallContext context() {
        return new CallContext(
                Caller.ANONYMOUS,
                "test",
                Deadline.after(Duration.ofSeconds(60)),
                CompatProfile.OPENAI,
                false,
                dispositions);
    }

    private OnnxEngine engine() {
        return new OnnxEngine(
                OnnxSettings.of(OnnxSubject.NATIVES)
                        .withModels(List.of(new OnnxSource(TINY, folder))));
    }

    private List<float[]> embed(boolean unit, Integer dimensions, String... texts) {
        List<EmbeddingInput> inputs = new ArrayList<>();
        for (String text : texts) {
            inputs.add(new EmbeddingInput.Text(text));
        }
        EmbeddingOptions options = new EmbeddingOptions(Truncation.NONE, null, unit);
        try (OnnxEngine engine = engine()) {
            return engine
                    .embed(
                            context(),
                            TINY,
                            new EmbeddingRequest(
                                    TINY, inputs, dimensions, options, JsonObject.EMPTY))
                    .embeddings()
                    .stream()
                    .map(embedding -> embedding.values())
                    .toList();
        }
    }

    private void pooling(String mode) throws IOException {
        Files.createDirectories(folder.resolve("1_Pooling"));
        Files.writeString(
                folder.resolve("1_Pooling/config.json"), "{\"pooling_mode_" + mode + "\": true}");
        Files.writeString(
                folder.resolve("modules.json"),
                """
                [{"idx": 0, "name": "0", "path": "",
                  "type": "sentence_transformers.models.Transformer"},
                 {"idx": 1, "name": "1", "path": "1_Pooling",
                  "type": "sentence_transformers.models.Pooling"}]
                """);
    }

    /// The vectors of the tokens of "red blue": `[CLS]`, red, blue, `[SEP]`.
    private static float[] pooled(String mode) {
        float[][] rows = {TinyOnnx.row(2), TinyOnnx.row(4), TinyOnnx.row(6), TinyOnnx.row(3)};
        float[] pooled = new float[TinyOnnx.WIDTH];
        for (int i = 0; i < pooled.length; i++) {
            double sum = 0;
            double weighted = 0;
            double most = Double.NEGATIVE_INFINITY;
            for (int t = 0; t < rows.length; t++) {
                sum += rows[t][i];
                weighted += (t + 1) * rows[t][i];
                most = Math.max(most, rows[t][i]);
            }
            pooled[i] =
                    (float)
                            switch (mode) {
                                case "mean_tokens" -> sum / 4;
                                case "mean_sqrt_len_tokens" -> sum / 2;
                                case "weightedmean_tokens" -> weighted / 10;
                                case "max_tokens" -> most;
                                case "cls_token" -> rows[0][i];
                                default -> rows[3][i];
                            };
        }
        return pooled;
    }

    @Test
    void vectors_are_pooled_as_the_folder_says() throws IOException {
        TinyOnnx.encoder(folder);
        for (String mode :
                List.of(
                        "mean_tokens",
                        "mean_sqrt_len_tokens",
                        "weightedmean_tokens",
                        "max_tokens",
                        "cls_token",
                        "lasttoken")) {
            pooling(mode);
            // In company of longer and shorter ones: padding must not count.
            List<float[]> vectors =
                    embed(false, null, "red blue", "green green green red", "red blue", "red");
            assertThat(vectors.get(0)).as(mode).containsExactly(pooled(mode), within(1e-5f));
            assertThat(vectors.get(2)).as(mode).containsExactly(pooled(mode), within(1e-5f));
        }
    }

    @Test
    void a_bare_folder_is_mean_pooling_of_length_one() throws IOException {
        TinyOnnx.encoder(folder);
        float[] vector = embed(false, null, "red blue").getFirst();
        float[] mean = EmbeddingRequests.unit(pooled("mean_tokens"));
        assertThat(vector).containsExactly(mean, within(1e-5f));
    }

    @Test
    void dimensions_can_be_chosen_where_the_model_was_trained_for_it() throws IOException {
        TinyOnnx.encoder(folder);
        assertThatThrownBy(() -> embed(true, 2, "red"))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("chosen number of dimensions");
        Files.writeString(folder.resolve("config.json"), "{\"matryoshka_dimensions\": [2, 3]}");
        float[] whole = embed(true, null, "red").getFirst();
        float[] cut = embed(true, 2, "red").getFirst();
        assertThat(cut)
                .containsExactly(EmbeddingRequests.unit(Arrays.copyOf(whole, 2)), within(1e-6f));
        assertThatThrownBy(() -> embed(true, 4, "red"))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("1 to 3");
    }

    @Test
    void texts_begin_as_the_model_wants_them_to() throws IOException {
        TinyOnnx.encoder(folder);
        float[] prefixed = embed(true, null, "query: red").getFirst();
        Files.writeString(
                folder.resolve("config_sentence_transformers.json"),
                """
                {"prompts": {"query": "query: "}, "default_prompt_name": "query"}
                """);
        assertThat(embed(true, null, "red").getFirst()).isEqualTo(prefixed);
    }

    @Test
    void a_cross_encoder_reads_both_and_scores() throws IOException {
        TinyOnnx.ranker(folder);
        try (OnnxEngine engine = engine()) {
            ModelCard card =
                    engine.models().stream()
                            .filter(c -> c.id().equals(TINY))
                            .findFirst()
                            .orElseThrow();
            assertThat(card.capabilities()).containsExactly(Capability.RERANK);
            RerankResult result =
                    engine.rerank(
                            context(), TINY, RerankRequest.of(TINY, "red", List.of("red", "blue")));
            for (Score score : result.scores()) {
                // [CLS] red [SEP] document [SEP]
                int[] ids = {2, 4, 3, score.index() == 0 ? 4 : 6, 3};
                double odds = Arrays.stream(ids).mapToDouble(id -> (double) id * id - id).sum() / 5;
                assertThat(score.relevance()).isCloseTo(1 / (1 + Math.exp(-odds)), within(1e-4));
            }
            assertThat(result.scores().getFirst().index()).isEqualTo(1);
            assertThat(result.usage().inputTokens()).isEqualTo(10);
            assertThat(dispositions.entries()).isEmpty();
            assertThatThrownBy(() ->
                            engine.embed(
                                    context(),
                                    TINY,
                                    EmbeddingRequest.of(
                                            TINY, List.of(new EmbeddingInput.Text("red")))))
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining("does not support embeddings");
        }
    }

    @Test
    void documents_are_cut_only_when_that_is_asked_for() throws IOException {
        TinyOnnx.ranker(folder);
        Files.writeString(folder.resolve("sentence_bert_config.json"), "{\"max_seq_length\": 6}");
        List<String> documents = List.of("red", "red green blue red");
        try (OnnxEngine engine = engine()) {
            assertThatThrownBy(() ->
                            engine.rerank(
                                    context(), TINY, RerankRequest.of(TINY, "red", documents)))
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining("8 tokens");
            RerankRequest cut =
                    new RerankRequest(TINY, "red", documents, null, Truncation.END, null);
            assertThat(engine.rerank(context(), TINY, cut).scores()).hasSize(2);
            assertThat(dispositions.entries())
                    .extracting(Disposition::reason)
                    .containsExactly("the last 2 of 4 tokens were cut");
        }
    }

    @Test
    void what_cannot_be_computed_is_refused_by_name() throws IOException {
        assertThatThrownBy(this::engine).hasMessageContaining("model.onnx does not exist");
        TinyOnnx.encoder(folder);
        Map<String, String> wrong =
                Map.of(
                        "[{\"type\": \"x.Transformer\"}, {\"type\": \"x.Dense\"}]",
                        "a step 'Dense'",
                        "[{\"type\": \"x.Pooling\", \"path\": \"../../etc\"}]",
                        "points out of its folder",
                        "{}",
                        "no list",
                        "[",
                        "is wrong");
        wrong.forEach((modules, why) -> {
            write("modules.json", modules);
            assertThatThrownBy(this::engine).as(modules).hasMessageContaining(why);
        });
        Files.delete(folder.resolve("modules.json"));
        write("config.json", "[]");
        assertThatThrownBy(this::engine).hasMessageContaining("no JSON object");
        Files.delete(folder.resolve("config.json"));
        Files.delete(folder.resolve("tokenizer.json"));
        assertThatThrownBy(this::engine).hasMessageContaining("tokenizer.json does not exist");
    }

    @Test
    void a_broken_graph_or_tokenizer_fails_its_requests_and_no_others() throws IOException {
        TinyOnnx.encoder(folder);
        write("model.onnx", "no graph");
        assertThatThrownBy(() -> embed(true, null, "red"))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("'tiny' cannot be loaded");
        TinyOnnx.encoder(folder);
        write("tokenizer.json", "{}");
        assertThatThrownBy(() -> embed(true, null, "red"))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("tokenizer.json cannot be used");
        TinyOnnx.encoder(folder);
        assertThat(embed(true, null, "red")).hasSize(1);
    }

    @Test
    void folders_are_searched_and_what_is_wrong_there_is_left_out() throws IOException {
        TinyOnnx.encoder(folder.resolve("org/good"));
        TinyOnnx.encoder(folder.resolve("org/bad"));
        Files.writeString(folder.resolve("org/bad/modules.json"), "{}");
        assertThat(ModelFolder.search(List.of(folder, folder.resolve("gone"))))
                .extracting(files -> files.id().value())
                .containsExactly("good");
    }

    @Test
    void a_device_that_is_not_there_is_refused_at_the_start() {
        OnnxSettings cuda =
                new OnnxSettings(List.of(), List.of(), Device.CUDA, null, OnnxSubject.NATIVES, 1);
        assertThatThrownBy(() -> new OnnxEngine(cuda))
                .isInstanceOf(OnnxModelException.class)
                .hasMessageContaining("embeddings.runtime");
    }

    @Test
    void a_command_line_that_would_crash_the_runtime_is_refused() {
        Natives.refuseLongCommandLine(4095);
        assertThatThrownBy(() -> Natives.refuseLongCommandLine(4096))
                .isInstanceOf(OnnxModelException.class)
                .hasMessageContaining("CLASSPATH");
    }

    private void write(String name, String content) {
        try {
            Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
