package dev.parlance.dialect.openai;

import dev.parlance.core.gateway.Gateway;
import dev.parlance.http.RouteGroup;
import dev.parlance.transcript.Transcripts;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The OpenAI dialect on the wire, case by case.
class OpenAiTranscriptTest {
    private static final Transcripts TRANSCRIPTS =
            new Transcripts("openai", OpenAiTranscriptTest::routes);

    @TestFactory
    Stream<DynamicTest> replies_as_recorded_in_memory() throws IOException {
        return TRANSCRIPTS.cases().stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> TRANSCRIPTS.replayInMemory(name)));
    }

    @TestFactory
    Stream<DynamicTest> replies_as_recorded_over_a_socket() throws IOException {
        return TRANSCRIPTS.cases().stream()
                .map(name ->
                        DynamicTest.dynamicTest(name, () -> TRANSCRIPTS.replayOverSocket(name)));
    }

    /// The dialect with a fixed clock and ids of nothing but `A`.
    private static List<RouteGroup> routes(Gateway gateway) {
        return List.of(OpenAiDialect.routes(gateway, new Stamps(Transcripts.CLOCK, () -> 0L)));
    }
}
