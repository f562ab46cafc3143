package dev.parlance.engine.llama.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FramesTest {
    private static final JsonObject MESSAGE = JsonObject.EMPTY.with("a", JsonValue.of("ü"));

    private static byte[] written() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Frames.write(out, MESSAGE);
        Frames.write(out, JsonObject.EMPTY);
        return out.toByteArray();
    }

    private static JsonValue read(byte... bytes) throws IOException {
        return Frames.read(new ByteArrayInputStream(bytes));
    }

    @Test
    void frames_come_out_as_they_went_in() throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(written());
        assertThat(Frames.read(in)).isEqualTo(MESSAGE);
        assertThat(Frames.read(in)).isEqualTo(JsonObject.EMPTY);
        assertThatThrownBy(() -> Frames.read(in)).isInstanceOf(EOFException.class);
    }

    @Test
    void a_frame_that_claims_too_much_or_less_than_nothing_is_refused() {
        assertThatThrownBy(() -> read((byte) 0x7f, (byte) 0, (byte) 0, (byte) 0))
                .isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> read((byte) 0xff, (byte) 0, (byte) 0, (byte) 0))
                .isInstanceOf(CodecException.class);
    }

    @Test
    void whatever_is_cut_or_changed_is_an_error_and_nothing_worse() throws IOException {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        Random random = new Random(seed);
        byte[] whole = written();
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = Arrays.copyOf(whole, random.nextInt(whole.length));
            if (bytes.length > 4) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                JsonValue _ = read(bytes);
            } catch (IOException | CodecException e) {
                assertThat(e).as("-Dtests.seed=%d", seed).isNotNull();
            }
        }
    }
}
