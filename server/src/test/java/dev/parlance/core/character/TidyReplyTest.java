package dev.parlance.core.character;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.ListedStream;
import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatEvent.Finished;
import dev.parlance.core.chat.ChatEvent.Started;
import dev.parlance.core.chat.ChatEvent.TextDelta;
import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TidyReplyTest {
    private static final List<String> NAMES = List.of("AI:", "You:");

    private static List<ChatEvent> events(List<String> texts) {
        List<ChatEvent> events = new ArrayList<>();
        events.add(new Started(new ModelId("m"), null));
        texts.forEach(text -> events.add(new TextDelta(0, text)));
        events.add(new Finished(List.of(FinishReason.STOP), Usage.NONE));
        return events;
    }

    private static List<ChatEvent> read(TidyReply reply) {
        List<ChatEvent> events = new ArrayList<>();
        while (reply.hasNext()) {
            events.add(reply.next());
        }
        return events;
    }

    private static String text(List<ChatEvent> events) {
        return events.stream()
                .map(event -> event instanceof TextDelta delta ? delta.text() : "")
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\" Hello\" | Hello",
                "\"\nAI: Hello AI: x \" | \"Hello AI: x \"",
                "\"You:  Me\" | Me",
                "\"AI AI: x\" | AI AI: x",
                "Yo | Yo",
                "\"AI:\" | \"\"",
                "\"  \" | \"\"",
            })
    void takes_names_and_white_space_away_however_the_text_is_cut(String said, String shown) {
        String text = said;
        for (int size = 1; size <= text.length(); size++) {
            List<String> pieces = new ArrayList<>();
            for (int from = 0; from < text.length(); from += size) {
                pieces.add(text.substring(from, Math.min(text.length(), from + size)));
            }
            List<ChatEvent> events =
                    read(new TidyReply(new ListedStream(events(pieces)), "", NAMES));
            assertThat(text(events)).isEqualTo(shown);
            assertThat(events).startsWith(new Started(new ModelId("m"), null));
            assertThat(events.getLast()).isInstanceOf(Finished.class);
        }
    }

    @Test
    void puts_the_text_it_goes_on_from_before_the_first_piece() {
        List<ChatEvent> events =
                read(
                        new TidyReply(
                                new ListedStream(events(List.of(" a", " time"))),
                                "Once upon",
                                List.of()));
        assertThat(events.get(1)).isEqualTo(new TextDelta(0, "Once upon a"));
        assertThat(text(events)).isEqualTo("Once upon a time");
    }

    @Test
    void says_that_text_even_when_nothing_follows() {
        List<ChatEvent> events =
                read(new TidyReply(new ListedStream(events(List.of())), "Once", List.of()));
        assertThat(text(events)).isEqualTo("Once");
        assertThat(events).hasSize(3);
    }
}
