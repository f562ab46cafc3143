package dev.parlance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseParserTest {

    @Test
    void a_frame_is_encoded_with_event_and_data_lines() {
        assertThat(text(new SseFrame("ping", "a\nb\r\nc\rd").encode()))
                .isEqualTo("event: ping\ndata: a\ndata: b\ndata: c\ndata: d\n\n");
        assertThat(text(SseFrame.of("").encode())).isEqualTo("data: \n\n");
        assertThat(text(SseFrame.encodeJson(bytes("{}")))).isEqualTo("data: {}\n\n");
        assertThat(text(SseFrame.encodeJson("e", bytes("{}")))).isEqualTo("event: e\ndata: {}\n\n");
        assertThat(text(SseFrame.comment("a\nb"))).isEqualTo(": a b\n\n");
        assertThatThrownBy(() -> new SseFrame("a\nb", ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void every_line_end_ends_a_line(String end) throws IOException {
        String stream =
                String.join(
                        end,
                        ": comment",
                        "event: add",
                        "id: 7",
                        "retry: 3",
                        "data:x",
                        "data: y",
                        "data",
                        "unknown: z",
                        "",
                        "data: [DONE]",
                        "",
                        "");

        assertThat(new SseParser(1000).feed(bytes(stream)))
                .containsExactly(new SseFrame("add", "x\ny\n"), SseFrame.of("[DONE]"));
    }

    @Test
    void an_event_without_data_is_dropped_and_its_type_forgotten() throws IOException {
        assertThat(new SseParser(1000).feed(bytes("event: a\n\ndata: b\n\n\n\n")))
                .containsExactly(SseFrame.of("b"));
    }

    @Test
    void a_byte_order_mark_is_skipped_and_bad_utf8_replaced() throws IOException {
        SseParser parser = new SseParser(1000);

        assertThat(parser.feed(bytes("\ufeffdata: a\n\n"))).containsExactly(SseFrame.of("a"));
        assertThat(parser.feed(new byte[] {'d', 'a', 't', 'a', ':', (byte) 0xff, '\n', '\n'}))
                .containsExactly(SseFrame.of("\ufffd"));
    }

    @Test
    void a_frame_without_its_blank_line_is_kept_for_finish() throws IOException {
        SseParser parser = new SseParser(1000);

        assertThat(parser.feed(bytes("data: a\n\ndata: b"))).containsExactly(SseFrame.of("a"));
        assertThat(parser.finish()).contains(SseFrame.of("b"));
        assertThat(parser.finish()).isEmpty();
    }

    @Test
    void a_long_line_and_a_long_frame_are_refused() throws IOException {
        assertThatThrownBy(() -> new SseParser(10).feed(bytes("data: 12345")))
                .isInstanceOf(IOException.class)
                .hasMessage("a line is longer than 10 bytes");
        SseParser parser = new SseParser(10);
        assertThat(parser.feed(bytes("data:1234\n"))).isEmpty();
        assertThat(parser.feed(bytes("data:12\n"))).isEmpty();
        assertThatThrownBy(() -> parser.feed(bytes("data:12\n")))
                .hasMessage("a frame is longer than 10 bytes");
    }

    @Test
    void json_lines_are_parsed_one_by_one() throws IOException {
        NdjsonParser parser = new NdjsonParser(JsonLimits.DEFAULT.withMaxBytes(10));

        assertThat(parser.feed(bytes("{}\r\n\n  \n[1"))).isEqualTo(List.of(Json.parse("{}")));
        assertThat(parser.feed(bytes("]\n2"))).isEqualTo(List.of(Json.parse("[1]")));
        assertThat(parser.finish()).isEqualTo(List.of(Json.parse("2")));
        assertThat(parser.finish()).isEmpty();
        assertThat(text(NdjsonParser.encode(bytes("{}")))).isEqualTo("{}\n");
        assertThatThrownBy(() -> parser.feed(bytes("12345678901")))
                .hasMessage("a line is longer than 10 bytes");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
