package dev.parlance.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.cli.StartException;
import dev.parlance.config.ModelConfig;
import dev.parlance.config.ModelsConfig;
import dev.parlance.core.model.Capability;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.model.ModelState;
import dev.parlance.core.sampling.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelChoiceTest {
    private static final Optional<Path> BUILTIN = Optional.of(Path.of("/b/parlance-builtin.gguf"));

    private static ModelsConfig config(@Nullable String wanted, ModelConfig... models) {
        return new ModelsConfig(wanted, List.of(), Map.of("fast", "house"), List.of(models));
    }

    private static ModelConfig house() {
        return new ModelConfig(
                "house",
                Path.of("/m/house.gguf"),
                List.of("home"),
                false,
                null,
                true,
                null,
                0,
                Sampling.DEFAULT);
    }

    private static ModelCard card(String id) {
        return new ModelCard(
                new ModelId(id),
                "llama",
                "llama",
                Instant.EPOCH,
                Set.of(Capability.CHAT),
                Set.of(),
                null,
                ModelState.AVAILABLE,
                0);
    }

    private static Optional<String> picked(ModelChoice choice, String... cards) {
        return choice.pick(List.of(cards).stream().map(ModelChoiceTest::card).toList())
                .map(card -> card.id().value());
    }

    @Test
    void without_a_wish_the_built_in_model_is_the_default_and_loaded_at_once() {
        ModelChoice choice = ModelChoice.of(config(null, house()), BUILTIN);
        assertThat(picked(choice, "house", "parlance-builtin")).contains("parlance-builtin");
        assertThat(choice.models())
                .extracting(ModelConfig::id)
                .containsExactly("house", "parlance-builtin");
        assertThat(choice.models().getLast().preload()).isTrue();
        assertThat(choice.aliases(Optional.of(card("parlance-builtin"))))
                .containsEntry("default", "parlance-builtin")
                .containsEntry("home", "house")
                .containsEntry("fast", "house");
    }

    @Test
    void without_a_built_in_model_the_first_there_is_answers() {
        ModelChoice choice = ModelChoice.of(config(null), Optional.empty());
        assertThat(picked(choice, "a", "b")).contains("a");
        assertThat(picked(choice)).isEmpty();
    }

    @Test
    void an_id_or_an_alias_can_be_wanted() {
        assertThat(picked(ModelChoice.of(config("house", house()), BUILTIN), "x", "house"))
                .contains("house");
        assertThat(picked(ModelChoice.of(config("fast", house()), BUILTIN), "x", "house"))
                .contains("house");
        ModelChoice builtin = ModelChoice.of(config("house", house()), BUILTIN);
        assertThat(builtin.models().getLast().preload()).isFalse();
    }

    @Test
    void a_file_can_be_wanted(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("Some.Model-Q4.gguf"), "x");
        ModelChoice choice = ModelChoice.of(config(file.toString()), BUILTIN);
        assertThat(choice.models().getFirst().id()).isEqualTo("Some.Model-Q4");
        assertThat(choice.models().getFirst().path()).isEqualTo(file);
        assertThat(choice.models().getFirst().preload()).isTrue();
        assertThat(picked(choice, "parlance-builtin", "Some.Model-Q4")).contains("Some.Model-Q4");
    }

    @Test
    void what_is_not_there_stops_the_start() {
        assertThatThrownBy(() -> ModelChoice.of(config("/no/such.gguf"), BUILTIN))
                .isInstanceOf(StartException.class)
                .hasMessage("The model file /no/such.gguf does not exist.");
        assertThatThrownBy(() -> picked(ModelChoice.of(config("hosue"), BUILTIN), "house", "b"))
                .isInstanceOf(StartException.class)
                .hasMessage(
                        "There is no model 'hosue'. There are: house, b."
                                + " Give one of them, or the path of a .gguf file.");
    }

    @Test
    void a_configured_alias_named_default_stays() {
        ModelsConfig config =
                new ModelsConfig(null, List.of(), Map.of("default", "house"), List.of(house()));
        assertThat(ModelChoice.of(config, BUILTIN).aliases(Optional.of(card("parlance-builtin"))))
                .containsEntry("default", "house");
    }

    @Test
    void a_pulled_model_answers_to_the_name_it_was_pulled_by(@TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("tiny-Q8_0.gguf"), "GGUF");
        Files.writeString(
                folder.resolve("tiny-Q8_0.gguf.provenance.json"),
                """
                {"asked": "tiny", "source": "https://hub.example.org/org/tiny",
                 "pulled_at": "2026-11-20T12:00:00Z", "files": []}
                """);
        ModelsConfig config = new ModelsConfig("tiny", List.of(folder), Map.of(), List.of());

        assertThat(file).exists();
        assertThat(picked(ModelChoice.of(config, BUILTIN), "parlance-builtin", "tiny-Q8_0"))
                .contains("tiny-Q8_0");
    }

    @Test
    void a_file_that_is_not_here_is_looked_for_among_the_models(@TempDir Path folder)
            throws IOException {
        Path file = Files.createDirectory(folder.resolve("sub")).resolve("m.gguf");
        Files.writeString(file, "GGUF");
        ModelsConfig config = new ModelsConfig("sub/m.gguf", List.of(folder), Map.of(), List.of());

        assertThat(ModelChoice.of(config, BUILTIN).models().getFirst().path()).isEqualTo(file);
    }
}
