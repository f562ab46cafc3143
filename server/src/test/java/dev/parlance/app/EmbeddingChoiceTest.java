package dev.parlance.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.cli.StartException;
import dev.parlance.config.EmbeddingsConfig;
import dev.parlance.core.model.Capability;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.model.ModelState;
import dev.parlance.core.usage.Operation;
import dev.parlance.engine.onnx.OnnxSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingChoiceTest {
    private static final List<ModelCard> CARDS =
            List.of(
                    card("chat", Capability.CHAT, Capability.EMBEDDINGS, Capability.RERANK),
                    card("all-minilm-l6-v2", Capability.EMBEDDINGS, Capability.RERANK),
                    card("all-mpnet-base-v2", Capability.EMBEDDINGS, Capability.RERANK),
                    card("judge", Capability.RERANK));

    private static ModelCard card(String id, Capability... capabilities) {
        return new ModelCard(
                new ModelId(id),
                "onnx",
                "onnx",
                Instant.EPOCH,
                Set.of(capabilities),
                Set.of(),
                null,
                ModelState.AVAILABLE,
                0);
    }

    private static EmbeddingChoice choice(
            String model, String reranker, Map<String, String> aliases) {
        return new EmbeddingChoice(new EmbeddingsConfig(model, reranker, "cpu", null, 0), aliases);
    }

    @Test
    void the_built_in_model_is_the_default() {
        Map<Operation, Map<String, String>> usual = choice(null, null, Map.of()).usual(CARDS);
        assertThat(usual.get(Operation.EMBEDDINGS))
                .containsEntry("default", "all-minilm-l6-v2")
                .containsEntry("text-embedding-ada-002", "all-minilm-l6-v2")
                .hasSize(4);
        assertThat(usual.get(Operation.RERANK))
                .containsExactly(Map.entry("default", "all-minilm-l6-v2"));
        assertThat(choice(null, null, Map.of()).usual(CARDS.subList(0, 1))).isEmpty();
    }

    @Test
    void another_can_be_named_as_the_hub_names_it() {
        for (String name :
                List.of("all-mpnet-base-v2", "sentence-transformers/all-mpnet-base-v2", "mpnet")) {
            Map<Operation, Map<String, String>> usual =
                    choice(name, "judge", Map.of("mpnet", "all-mpnet-base-v2")).usual(CARDS);
            assertThat(usual.get(Operation.EMBEDDINGS))
                    .containsEntry("default", "all-mpnet-base-v2");
            assertThat(usual.get(Operation.RERANK)).containsEntry("default", "judge");
        }
        assertThat(
                        choice("sentence-transformers/all-MiniLM-L6-v2", null, Map.of())
                                .usual(CARDS)
                                .get(Operation.EMBEDDINGS))
                .containsEntry("default", "all-minilm-l6-v2");
    }

    @Test
    void configured_aliases_come_first() {
        Map<String, String> aliases = Map.of("text-embedding-3-*", "chat", "default", "chat");
        assertThat(choice(null, null, aliases).usual(CARDS).get(Operation.EMBEDDINGS))
                .containsOnlyKeys("text-embedding-ada-002");
    }

    @Test
    void a_model_that_is_not_there_stops_the_start() {
        for (String wrong : List.of("nope", "judge")) {
            assertThatThrownBy(() -> choice(wrong, null, Map.of()).usual(CARDS))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("embeddings.model is '" + wrong + "'")
                    .hasMessageContaining("chat, all-minilm-l6-v2, all-mpnet-base-v2");
        }
        assertThatThrownBy(() -> choice(null, "gone", Map.of()).usual(CARDS))
                .hasMessageContaining("embeddings.reranker is 'gone'");
    }

    @Test
    void a_folder_is_a_model_of_its_name(@TempDir Path folder) throws IOException {
        Path mine = Files.createDirectories(folder.resolve("mine/onnx"));
        Path graph = Files.writeString(mine.resolve("model.onnx"), "");
        for (Path wanted : List.of(mine.getParent(), graph)) {
            assertThat(choice(wanted.toString(), null, Map.of()).folders())
                    .containsExactly(new OnnxSource(new ModelId("mine"), wanted));
        }
        assertThat(choice(null, null, Map.of()).folders()).isEmpty();
    }
}
