package dev.parlance.engine.llama;

import static dev.parlance.engine.llama.LifeFixture.A;
import static dev.parlance.engine.llama.LifeFixture.B;
import static dev.parlance.engine.llama.LifeFixture.C;
import static dev.parlance.engine.llama.LifeFixture.card;
import static dev.parlance.engine.llama.LifeFixture.context;
import static dev.parlance.engine.llama.LifeFixture.embed;
import static dev.parlance.engine.llama.LifeFixture.eventually;
import static dev.parlance.engine.llama.LifeFixture.kept;
import static dev.parlance.engine.llama.LifeFixture.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.access.Caller;
import dev.parlance.core.access.Permission;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.model.KeepAlive;
import dev.parlance.core.model.ModelState;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import dev.parlance.core.problem.ApiProblem.Overloaded;
import dev.parlance.core.problem.ApiProblem.UpstreamFailed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Models that come into memory and leave it: the budget, keep-alive times, loads and unloads.
class EngineLifeTest {
    @TempDir private Path folder;
    private LifeFixture fixture = new LifeFixture(Path.of("unset"));

    @BeforeEach
    void open() {
        fixture = new LifeFixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void the_least_recently_used_model_makes_room() throws Exception {
        fixture.file("a", 1);
        fixture.file("b", 2);
        fixture.file("c", 3);
        LlamaEngine engine = fixture.engine(kept(fixture.roomFor(2), Duration.ofHours(1)));
        embed(engine, context(), A);
        embed(engine, context(), B);
        embed(engine, context(), A);
        embed(engine, context(), C);

        assertThat(state(engine, A)).isEqualTo(ModelState.READY);
        assertThat(state(engine, B)).isEqualTo(ModelState.AVAILABLE);
        assertThat(state(engine, C)).isEqualTo(ModelState.READY);
    }

    @Test
    void a_model_in_use_is_never_unloaded_and_who_waits_for_it_is_told() throws Exception {
        fixture.file("a", 1);
        fixture.file("b", 2);
        LlamaEngine engine = fixture.engine(kept(fixture.roomFor(1), Duration.ofHours(1)));
        ChatStream stream = Endless.open(engine, context(), A);
        try (stream) {
            stream.next();
            assertThatThrownBy(() ->
                            embed(engine, context(Caller.ANONYMOUS, Duration.ofMillis(200)), B))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            e ->
                                    assertThat(e.problem())
                                            .isInstanceOfAny(
                                                    Overloaded.class, DeadlineExceeded.class));
            assertThat(stream.next()).isNotNull();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<float[]> waiting = threads.submit(() -> embed(engine, context(), B));
                stream.close();
                assertThat(waiting.get()).hasSize(32);
            }
        }
        assertThat(state(engine, A)).isEqualTo(ModelState.AVAILABLE);
    }

    @Test
    void a_model_that_can_never_fit_is_refused_with_figures() {
        fixture.file("a", 1);
        LlamaEngine engine = fixture.engine(new LifeSettings(100_000, KeepAlive.FOREVER));
        assertThatThrownBy(() -> embed(engine, context(), A))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> assertThat(e.problem()).isInstanceOf(UpstreamFailed.class))
                .hasMessageContaining("The model 'a' cannot be loaded: it needs")
                .hasMessageContaining("llama.memory allows 98 KiB")
                .hasMessageContaining("Raise llama.memory");
    }

    @Test
    void a_pinned_model_makes_no_room() {
        ModelSource pinned =
                ModelSource.of(A, fixture.file("a", 1))
                        .withPolicy(ModelPolicy.USUAL.withPreload(true));
        ModelSource other = ModelSource.of(B, fixture.file("b", 2));
        LlamaEngine engine =
                fixture.engine(kept(fixture.roomFor(1), Duration.ofHours(1)), pinned, other);
        assertThatThrownBy(() -> embed(engine, context(), B))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("of which models that always stay take");
        assertThat(embed(engine, context(), A)).hasSize(32);
    }

    @Test
    void an_idle_model_leaves_after_its_time() throws Exception {
        fixture.file("a", 1);
        LlamaEngine engine =
                fixture.engine(new LifeSettings(0, KeepAlive.of(Duration.ofMillis(300))));
        embed(engine, context(), A);
        eventually(() -> state(engine, A) == ModelState.AVAILABLE);
        assertThat(embed(engine, context(), A)).hasSize(32);
    }

    @Test
    void a_request_says_how_long_the_model_stays() throws Exception {
        fixture.file("a", 1);
        LlamaEngine engine = fixture.engine(LifeSettings.USUAL);
        embed(engine, context(), A, JsonObject.EMPTY.with("keep_alive", new JsonString("0")));
        eventually(() -> state(engine, A) == ModelState.AVAILABLE);
        embed(engine, context(), A, JsonObject.EMPTY.with("keep_alive", new JsonString("-1")));
        var life = card(engine, A).life();
        assertThat(life).isNotNull();
        assertThat(life == null ? null : life.keepAlive()).isEqualTo(KeepAlive.FOREVER);
        assertThatThrownBy(() ->
                        embed(
                                engine,
                                context(),
                                A,
                                JsonObject.EMPTY.with("keep_alive", new JsonString("soon"))))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> assertThat(e.problem()).isInstanceOf(InvalidRequest.class))
                .hasMessageContaining("'keep_alive' is not a time");
    }

    @Test
    void a_key_without_admin_has_no_say_in_it() {
        fixture.file("a", 1);
        LlamaEngine engine = fixture.engine(LifeSettings.USUAL);
        CallContext guest =
                context(
                        new Caller("guest", Set.of(Permission.INFERENCE), List.of(), false, null),
                        Duration.ofSeconds(60));
        embed(engine, guest, A, JsonObject.EMPTY.with("keep_alive", new JsonString("0")));
        assertThat(state(engine, A)).isEqualTo(ModelState.READY);
        assertThat(guest.dispositions().entries())
                .extracting("field")
                .containsExactly("keep_alive");
    }

    @Test
    void load_and_unload_do_what_they_say_and_tell_the_progress() {
        fixture.file("a", 1);
        LlamaEngine engine = fixture.engine(LifeSettings.USUAL);
        List<Double> progress = new ArrayList<>();
        engine.load(context(), A, KeepAlive.FOREVER, progress::add);
        assertThat(progress).isNotEmpty().isSorted().endsWith(1.0);
        assertThat(state(engine, A)).isEqualTo(ModelState.READY);
        assertThat(engine.unload(context(), A)).isTrue();
        assertThat(state(engine, A)).isEqualTo(ModelState.AVAILABLE);
        assertThat(engine.unload(context(), A)).isFalse();
        assertThat(embed(engine, context(), A)).hasSize(32);
    }

    @Test
    void unloading_waits_for_running_replies() throws Exception {
        fixture.file("a", 1);
        LlamaEngine engine = fixture.engine(LifeSettings.USUAL);
        try (ChatStream stream = Endless.open(engine, context(), A);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            stream.next();
            Future<Boolean> unloaded = threads.submit(() -> engine.unload(context(), A));
            assertThat(stream.next()).isNotNull();
            assertThat(unloaded.isDone()).isFalse();
            stream.close();
            assertThat(unloaded.get()).isTrue();
        }
    }
}
