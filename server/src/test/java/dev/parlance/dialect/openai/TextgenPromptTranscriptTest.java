package dev.parlance.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.transcript.Transcripts;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// text-generation-webui's prompt fields on the wire: acceptance cases 17 to 22 and more.
class TextgenPromptTranscriptTest {
    private static final Transcripts TRANSCRIPTS =
            new Transcripts(
                    "textgen-prompts",
                    gateway ->
                            List.of(Routes.of(gateway, new Stamps(Transcripts.CLOCK, () -> 0L))));

    @TestFactory
    Stream<DynamicTest> replies_as_recorded_over_a_socket() throws IOException {
        List<String> cases = TRANSCRIPTS.cases();
        assertThat(cases).hasSizeGreaterThan(10);
        return cases.stream()
                .map(name ->
                        DynamicTest.dynamicTest(
                                name,
                                () ->
                                        assertThat(TRANSCRIPTS.replayOverSocket(name))
                                                .isEqualTo(TRANSCRIPTS.response(name))));
    }
}
