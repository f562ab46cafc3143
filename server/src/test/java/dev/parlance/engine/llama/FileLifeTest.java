package dev.parlance.engine.llama;

import static dev.parlance.engine.llama.LifeFixture.A;
import static dev.parlance.engine.llama.LifeFixture.B;
import static dev.parlance.engine.llama.LifeFixture.card;
import static dev.parlance.engine.llama.LifeFixture.context;
import static dev.parlance.engine.llama.LifeFixture.embed;
import static dev.parlance.engine.llama.LifeFixture.eventually;
import static dev.parlance.engine.llama.LifeFixture.state;
import static dev.parlance.engine.llama.LifeFixture.succeeds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.model.KeepAlive;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.model.ModelState;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.UpstreamFailed;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.engine.llama.ffm.TestLibrary;
import dev.parlance.engine.llama.gguf.TinyGguf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Models whose files change, come and go, or cannot be loaded.
class FileLifeTest {
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
    void a_replaced_file_is_noticed_and_old_replies_finish_on_the_old_weights() throws Exception {
        fixture.file("a", 1);
        LlamaEngine engine = fixture.engine(LifeSettings.USUAL);
        float[] before = embed(engine, context(), A);
        try (ChatStream stream = Endless.open(engine, context(), A)) {
            stream.next();
            fixture.replace("a", TinyGguf.llama(2));
            eventually(() -> !List.of(embed(engine, context(), A)[0]).contains(before[0]));
            assertThat(stream.next()).isNotNull();
        }
    }

    @Test
    void files_that_come_and_go_are_noticed() throws Exception {
        fixture.file("a", 1);
        LlamaEngine engine = fixture.engine(LifeSettings.USUAL);
        embed(engine, context(), A);
        fixture.file("b", 2);
        Files.delete(folder.resolve("a.gguf"));
        eventually(() -> engine.models().stream().noneMatch(card -> card.id().equals(A)));
        assertThat(embed(engine, context(), B)).hasSize(32);
    }

    @Test
    void a_new_file_that_cannot_be_read_is_left_aside_while_the_old_one_is_in_memory()
            throws Exception {
        Path path = fixture.file("a", 1);
        LlamaEngine engine = fixture.engine(LifeSettings.USUAL, ModelSource.of(A, path));
        float[] before = embed(engine, context(), A);
        Files.delete(path);
        Files.writeString(path, "not a model");
        eventually(() -> {
            assertThat(embed(engine, context(), A)).isEqualTo(before);
            var life = card(engine, A).life();
            return life != null && String.valueOf(life.problem()).contains("not a GGUF file");
        });
    }

    @Test
    void a_failed_load_does_not_spoil_the_next() throws Exception {
        TinyGguf.llama(1).uint("llama.attention.head_count_kv", 0).write(folder.resolve("a.gguf"));
        fixture.file("b", 2);
        LlamaEngine engine = fixture.engine(LifeSettings.USUAL);
        List<Future<float[]>> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                ModelId model = i % 2 == 0 ? A : B;
                calls.add(threads.submit(() -> embed(engine, context(), model)));
            }
        }
        for (int i = 0; i < 8; i++) {
            assertThat(calls.get(i).state())
                    .isEqualTo(i % 2 == 0 ? Future.State.FAILED : Future.State.SUCCESS);
        }
        assertThat(state(engine, A)).isEqualTo(ModelState.FAILED);
        var life = card(engine, A).life();
        assertThat(life == null ? null : life.problem()).contains("head_count_kv is 0");
        fixture.replace("a", TinyGguf.llama(3));
        eventually(() -> succeeds(engine, A));
    }

    /// False where asking for too much memory would be granted first and end the process later: by
    /// a system told to promise everything, or by a library that asks layer by layer.
    private static boolean refusesMemory() throws IOException {
        Path policy = Path.of("/proc/sys/vm/overcommit_memory");
        boolean promisesAll = Files.exists(policy) && Files.readString(policy).startsWith("1");
        return !promisesAll && System.getenv("PARLANCE_TEST_NATIVES") == null;
    }

    @Test
    void memory_that_the_machine_does_not_have_is_a_clear_error() throws IOException {
        assumeTrue(refusesMemory(), "memory is not refused here");
        TinyGguf.llama(1).uint("llama.context_length", 1 << 24).write(folder.resolve("a.gguf"));
        Path b = fixture.file("b", 2);
        ModelSource huge =
                new ModelSource(
                        A,
                        folder.resolve("a.gguf"),
                        "me",
                        1 << 24,
                        ModelPolicy.USUAL,
                        Sampling.DEFAULT);
        try (LlamaEngine engine =
                new LlamaEngine(
                        LlamaSettings.of(
                                        Path.of("target", "native"),
                                        List.of(),
                                        List.of(huge, ModelSource.of(B, b)))
                                .withLibrary(TestLibrary.choice())
                                .withSlots(100, 0)
                                .withLife(new LifeSettings(1L << 60, KeepAlive.FOREVER)),
                        Clock.systemUTC())) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> embed(engine, context(), A))
                        .isInstanceOfSatisfying(
                                ApiException.class,
                                e -> assertThat(e.problem()).isInstanceOf(UpstreamFailed.class))
                        .hasMessageContaining("The model 'a' cannot be loaded: ")
                        .hasMessageContaining("memory");
                assertThat(embed(engine, context(), B)).hasSize(32);
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void loads_that_fail_or_end_leave_nothing_open() throws Exception {
        TinyGguf.llama(1).uint("llama.attention.head_count_kv", 0).write(folder.resolve("a.gguf"));
        fixture.file("b", 2);
        LlamaEngine engine = fixture.engine(LifeSettings.USUAL);
        for (int i = 0; i < 5; i++) {
            assertThat(succeeds(engine, A)).isFalse();
            assertThat(succeeds(engine, B)).isTrue();
            assertThat(engine.unload(context(), B)).isTrue();
        }
        assertThat(opened(".gguf")).isEmpty();
    }

    @Test
    void loads_and_memory_are_measured() throws Exception {
        TinyGguf.llama(1).uint("llama.attention.head_count_kv", 0).write(folder.resolve("a.gguf"));
        fixture.file("b", 2);
        MeterProbe meter = new MeterProbe();
        try (LlamaEngine engine =
                new LlamaEngine(
                        LlamaSettings.of(Path.of("target", "native"), List.of(folder), List.of()),
                        Clock.systemUTC(),
                        meter)) {
            assertThat(succeeds(engine, A)).isFalse();
            assertThat(succeeds(engine, B)).isTrue();
            assertThat(meter.memory).hasPositiveValue();
            assertThat(engine.unload(context(), B)).isTrue();
            eventually(() -> meter.memory.get() == 0);
        }
        assertThat(meter.loads).hasValue(1);
        assertThat(meter.failedLoads).hasValue(1);
        assertThat(meter.unloads).hasValue(1);
    }

    /// What this process has open or mapped with such a name in our folder.
    private List<String> opened(String name) throws IOException {
        List<String> found = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
            if (line.contains(folder.toString()) && line.contains(name)) {
                found.add(line);
            }
        }
        try (var files = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path file : files) {
                if (String.valueOf(Files.readSymbolicLink(file)).contains(folder.toString())) {
                    found.add(Files.readSymbolicLink(file).toString());
                }
            }
        }
        return found;
    }
}
