package dev.parlance.dialect.textgen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.gateway.Gateway;
import dev.parlance.dialect.openai.OpenAiDialect;
import dev.parlance.dialect.openai.Prompts;
import dev.parlance.dialect.openai.Stamps;
import dev.parlance.http.RouteGroup;
import dev.parlance.store.memory.MemoryUsageBook;
import dev.parlance.store.prompt.PromptFiles;
import dev.parlance.transcript.Transcripts;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// text-generation-webui's wire, case by case: its own routes, and OpenAI's under its profiles.
class TextgenTranscriptTest {
    private static final Transcripts TRANSCRIPTS =
            new Transcripts("textgen", TextgenTranscriptTest::routes);

    @TestFactory
    Stream<DynamicTest> replies_as_recorded_in_memory() throws IOException {
        return cases(name ->
                assertThat(TRANSCRIPTS.replayInMemory(name))
                        .isEqualTo(TRANSCRIPTS.responseInMemory(name)));
    }

    @TestFactory
    Stream<DynamicTest> replies_as_recorded_over_a_socket() throws IOException {
        return cases(name ->
                assertThat(TRANSCRIPTS.replayOverSocket(name))
                        .isEqualTo(TRANSCRIPTS.response(name)));
    }

    /// One replay of a case, with what it asserts.
    @FunctionalInterface
    private interface Replay {
        void of(String name) throws IOException;
    }

    /// A test for each case. A folder that lost its cases would pass without a word, hence the
    /// count.
    private static Stream<DynamicTest> cases(Replay replay) throws IOException {
        List<String> cases = TRANSCRIPTS.cases();
        assertThat(cases).hasSizeGreaterThan(30);
        return cases.stream().map(name -> DynamicTest.dynamicTest(name, () -> replay.of(name)));
    }

    /// All routes with a fixed clock and ids of nothing but `A`.
    private static List<RouteGroup> routes(Gateway gateway) {
        return List.of(
                OpenAiDialect.routes(
                        gateway,
                        new Stamps(Transcripts.CLOCK, () -> 0L),
                        new Prompts(PromptFiles.bundled(), false, Transcripts.CLOCK)),
                TextgenDialect.routes(gateway, new MemoryUsageBook(), Transcripts.CLOCK));
    }
}
