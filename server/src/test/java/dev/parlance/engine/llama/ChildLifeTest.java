package dev.parlance.engine.llama;

import static dev.parlance.engine.llama.LifeFixture.A;
import static dev.parlance.engine.llama.LifeFixture.B;
import static dev.parlance.engine.llama.LifeFixture.card;
import static dev.parlance.engine.llama.LifeFixture.context;
import static dev.parlance.engine.llama.LifeFixture.embed;
import static dev.parlance.engine.llama.LifeFixture.eventually;
import static dev.parlance.engine.llama.LifeFixture.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.model.Capability;
import dev.parlance.core.model.KeepAlive;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.model.ModelState;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.Overloaded;
import dev.parlance.core.problem.ApiProblem.UpstreamFailed;
import dev.parlance.engine.llama.gguf.TinyGguf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Models in processes of their own: they come and go like others, and crash without harm.
@DisabledOnOs(OS.WINDOWS)
class ChildLifeTest {
    @TempDir private Path folder;
    private LifeFixture fixture = new LifeFixture(Path.of("unset"));

    @BeforeEach
    void open() {
        fixture = new LifeFixture(folder);
    }

    @AfterEach
    void close() throws InterruptedException {
        fixture.close();
        eventually(() -> children().isEmpty());
    }

    /// The processes of models that live now.
    private static List<ProcessHandle> children() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
    }

    private static void kill(String signal) throws IOException, InterruptedException {
        for (ProcessHandle child : children()) {
            Process kill =
                    new ProcessBuilder("kill", "-" + signal, String.valueOf(child.pid())).start();
            assertThat(kill.waitFor()).isZero();
        }
    }

    private LlamaEngine twoModels() {
        ModelSource a = ModelSource.of(A, fixture.file("a", 1));
        ModelSource b =
                ModelSource.of(B, fixture.file("b", 2))
                        .withPolicy(ModelPolicy.USUAL.withIsolation(Isolation.NONE));
        return fixture.engine(ChildSubject.forever(), a, b);
    }

    private static void drain(ChatStream stream) {
        while (stream.hasNext()) {
            stream.next();
        }
    }

    @Test
    void a_process_that_is_killed_fails_its_requests_and_nobody_elses() throws Exception {
        LlamaEngine engine = twoModels();
        embed(engine, context(), B);
        try (ChatStream other = Endless.open(engine, context(), B);
                ChatStream stream = Endless.open(engine, context(), A)) {
            other.next();
            stream.next();
            stream.next();
            kill("KILL");
            assertThatThrownBy(() -> drain(stream))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            e -> assertThat(e.problem()).isInstanceOf(UpstreamFailed.class))
                    .hasMessageContaining("The process of the model 'a' was killed (SIGKILL")
                    .hasMessageContaining("The next request starts another.");
            drain(other);
        }
        assertThat(embed(engine, context(), A)).hasSize(32);
        assertThat(state(engine, A)).isEqualTo(ModelState.READY);
    }

    @Test
    void a_crash_in_native_code_is_named() throws Exception {
        LlamaEngine engine = twoModels();
        try (ChatStream stream = Endless.open(engine, context(), A)) {
            stream.next();
            kill("SEGV");
            assertThatThrownBy(() -> drain(stream))
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining("crashed (SIGSEGV");
        }
    }

    @Test
    void a_process_that_crashes_again_and_again_is_given_pauses() throws Exception {
        LlamaEngine engine = twoModels();
        for (int i = 0; i < 2; i++) {
            embed(engine, context(), A);
            kill("KILL");
            eventually(() -> state(engine, A) != ModelState.READY);
        }
        List<String> said = new ArrayList<>();
        for (int i = 0; i < 100 && said.isEmpty(); i++) {
            try {
                embed(engine, context(), A);
                kill("KILL");
                eventually(() -> state(engine, A) != ModelState.READY);
            } catch (ApiException e) {
                assertThat(e.problem()).isInstanceOf(Overloaded.class);
                said.add(String.valueOf(e.getMessage()));
            }
        }
        assertThat(said).first().asString().containsPattern("crashed \\d times lately");
        assertThat(embed(engine, context(), B)).hasSize(32);
    }

    @Test
    void weights_are_the_same_there_as_here_and_leave_when_told() throws Exception {
        LlamaEngine engine = twoModels();
        TinyGguf.llama(1).write(folder.resolve("c.gguf"));
        float[] there = embed(engine, context(), A);
        assertThat(children()).hasSize(1);
        assertThat(engine.unload(context(), A)).isTrue();
        eventually(() -> children().isEmpty());
        fixture.close();
        LlamaEngine here =
                fixture.engine(
                        new LifeSettings(0, KeepAlive.FOREVER),
                        ModelSource.of(A, folder.resolve("c.gguf")));
        assertThat(embed(here, context(), A)).isEqualTo(there);
    }

    @Test
    void a_file_that_cannot_be_loaded_is_refused_as_it_is_here() {
        TinyGguf.llama(1).uint("llama.attention.head_count_kv", 0).write(folder.resolve("a.gguf"));
        ModelSource bad = ModelSource.of(A, folder.resolve("a.gguf"));
        LlamaEngine engine = fixture.engine(ChildSubject.forever(), bad);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> embed(engine, context(), A))
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining("The model 'a' cannot be loaded: a.gguf: ")
                    .hasMessageContaining("head_count_kv is 0");
            assertThat(state(engine, A)).isEqualTo(ModelState.FAILED);
        }
    }

    @Test
    void a_program_that_is_no_child_is_a_clear_error() {
        ModelSource source = ModelSource.of(A, fixture.file("a", 1));
        for (List<String> command :
                List.of(
                        List.of("/nowhere/java"),
                        List.of("echo", "hello, this is no frame at all"),
                        List.of("false"))) {
            LifeSettings life =
                    new LifeSettings(0, KeepAlive.FOREVER)
                            .withProcesses(Isolation.PROCESS, command);
            try (LlamaEngine engine = fixture.engine(life, source)) {
                assertThatThrownBy(() -> embed(engine, context(), A))
                        .isInstanceOf(ApiException.class)
                        .hasMessageContaining("The process of the model 'a'");
            }
        }
    }

    @Test
    void a_card_claims_no_adapters_for_a_process() {
        LlamaEngine engine = twoModels();
        assertThat(engine.models())
                .extracting(card -> card.id() + " " + card.can(Capability.LORA))
                .containsExactly(A + " false", B + " true");
    }

    @Test
    void a_process_gets_no_secrets() throws Exception {
        LlamaEngine engine = twoModels();
        embed(engine, context(), A);
        for (ProcessHandle child : children()) {
            Path environment = Path.of("/proc/" + child.pid() + "/environ");
            if (environment.toFile().canRead()) {
                String[] names = Files.readString(environment).split("\0");
                assertThat(names).allMatch(name -> !name.startsWith("JAVA_HOME="));
                assertThat(names.length).isLessThan(11);
            }
        }
        assertThat(card(engine, new ModelId("a")).state()).isEqualTo(ModelState.READY);
    }
}
