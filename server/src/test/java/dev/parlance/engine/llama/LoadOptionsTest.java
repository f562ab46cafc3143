package dev.parlance.engine.llama;

import static dev.parlance.engine.llama.LifeFixture.A;
import static dev.parlance.engine.llama.LifeFixture.B;
import static dev.parlance.engine.llama.LifeFixture.card;
import static dev.parlance.engine.llama.LifeFixture.context;
import static dev.parlance.engine.llama.LifeFixture.embed;
import static dev.parlance.engine.llama.LifeFixture.eventually;
import static dev.parlance.engine.llama.LifeFixture.kept;
import static dev.parlance.engine.llama.LifeFixture.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.model.LoadOptions;
import dev.parlance.core.model.LoadOptions.Split;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.model.ModelState;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.UpstreamFailed;
import dev.parlance.engine.llama.gguf.TinyGguf;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Loads in another way than configured, and in the place of another model.
class LoadOptionsTest {
    private static final LoadOptions OTHER =
            new LoadOptions(64, 3, 2, 32, false, 0, Split.ROW, List.of(1.0, 2.0));

    @TempDir private Path folder;
    private LifeFixture fixture = new LifeFixture(Path.of("unset"));

    @BeforeEach
    void open() {
        fixture = new LifeFixture(folder);
        fixture.file("a", 1);
        fixture.file("b", 2);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static void load(
            LlamaEngine engine, ModelId model, LoadOptions options, @Nullable ModelId instead) {
        engine.load(context(), model, options, instead, _ -> {});
    }

    private static LoadOptions slots(int slots) {
        return new LoadOptions(null, slots, null, null, null, null, null, null);
    }

    @Test
    void options_hold_until_the_next_load_and_others_are_as_configured() {
        LlamaEngine engine = fixture.engine(kept(fixture.roomFor(2), Duration.ofHours(1)));
        LoadOptions configured = engine.options(A);
        assertThat(configured.contextTokens()).isEqualTo(128);
        assertThat(configured.slots()).isEqualTo(2);

        load(engine, A, OTHER, null);
        assertThat(engine.options(A)).isEqualTo(OTHER);
        assertThat(card(engine, A).contextLength()).isEqualTo(64);
        assertThat(embed(engine, context(), A)).hasSize(32);
        assertThat(engine.options(B)).isEqualTo(configured);

        load(engine, A, slots(1), null);
        assertThat(engine.options(A).slots()).isEqualTo(1);
        assertThat(engine.options(A).contextTokens()).isEqualTo(128);

        load(engine, A, LoadOptions.NONE, null);
        assertThat(engine.options(A)).isEqualTo(configured);
        assertThat(state(engine, A)).isEqualTo(ModelState.READY);
    }

    @Test
    void replies_that_run_end_in_the_model_where_they_began() throws Exception {
        LlamaEngine engine = fixture.engine(kept(fixture.roomFor(4), Duration.ofHours(1)));
        try (ChatStream stream = Endless.open(engine, context(), A)) {
            stream.next();
            load(engine, A, OTHER, null);
            assertThat(stream.next()).isNotNull();
            assertThat(engine.options(A)).isEqualTo(OTHER);
        }
        assertThat(embed(engine, context(), A)).hasSize(32);
    }

    @Test
    void a_load_that_fails_leaves_the_options_from_before() {
        LlamaEngine engine = fixture.engine(kept(fixture.roomFor(1), Duration.ofHours(1)));
        load(engine, A, slots(1), null);
        assertThatThrownBy(() -> load(engine, A, slots(256), null))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> assertThat(e.problem()).isInstanceOf(UpstreamFailed.class));

        assertThat(engine.options(A).slots()).isEqualTo(1);
        assertThat(state(engine, A)).isNotEqualTo(ModelState.FAILED);
        assertThat(embed(engine, context(), A)).hasSize(32);
    }

    @Test
    void a_pinned_model_gives_its_place_to_the_one_that_is_loaded_instead() throws Exception {
        ModelSource pinned =
                ModelSource.of(A, folder.resolve("a.gguf"))
                        .withPolicy(ModelPolicy.USUAL.withPreload(true));
        LlamaEngine engine =
                fixture.engine(
                        kept(fixture.roomFor(1), Duration.ofHours(1)),
                        pinned,
                        ModelSource.of(B, folder.resolve("b.gguf")));
        eventually(() -> state(engine, A) == ModelState.READY);
        assertThatThrownBy(() -> load(engine, B, LoadOptions.NONE, null))
                .hasMessageContaining("models that always stay");

        load(engine, B, LoadOptions.NONE, A);
        assertThat(state(engine, B)).isEqualTo(ModelState.READY);
        assertThat(state(engine, A)).isEqualTo(ModelState.AVAILABLE);
    }

    @Test
    void with_room_for_both_the_old_model_leaves_when_the_new_one_is_there() throws Exception {
        LlamaEngine engine = fixture.engine(kept(fixture.roomFor(2), Duration.ofHours(1)));
        embed(engine, context(), A);
        load(engine, B, LoadOptions.NONE, A);
        eventually(() -> state(engine, A) == ModelState.AVAILABLE);

        Files.write(folder.resolve("a.gguf"), new byte[] {'G', 'G', 'U', 'F', 9, 9, 9, 9});
        assertThatThrownBy(() -> load(engine, A, OTHER, B)).isInstanceOf(ApiException.class);
        assertThat(state(engine, B)).isEqualTo(ModelState.READY);
    }

    @Test
    void loading_the_default_in_its_own_place_keeps_it() {
        LlamaEngine engine = fixture.engine(kept(fixture.roomFor(2), Duration.ofHours(1)));
        load(engine, A, OTHER, A);
        assertThat(state(engine, A)).isEqualTo(ModelState.READY);
    }

    @Test
    void adapters_on_disk_are_told_apart_from_models() throws Exception {
        Files.createDirectories(folder.resolve("loras"));
        TinyGguf.adapter(4).write(folder.resolve("loras").resolve("style.gguf"));
        Files.writeString(folder.resolve("broken.gguf"), "no model");
        LlamaEngine engine = fixture.engine(kept(fixture.roomFor(2), Duration.ofHours(1)));

        assertThat(engine.adapterFiles(context(), A)).containsExactly("loras/style.gguf");
        assertThat(state(engine, A)).isEqualTo(ModelState.AVAILABLE);
    }
}
