package dev.parlance.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ConnectionOutputTest {
    private final Collector socket = new Collector();
    private final ConnectionOutput output = new ConnectionOutput(socket, Duration.ofSeconds(10));

    @Test
    void corked_writes_of_any_size_go_out_whole_and_in_order() {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            socket.written.clear();
            output.cork();
            for (int i = random.nextInt(6); i >= 0; i--) {
                byte[] bytes = new byte[random.nextInt(4000)];
                random.nextBytes(bytes);
                expected.writeBytes(bytes);
                output.write(BufferData.create(bytes));
            }
            assertThat(socket.written).as("corked").isEmpty();
            output.uncork();
            assertThat(socket.whole()).as("tests.seed=%d", seed).isEqualTo(expected.toByteArray());
        }
    }

    @Test
    void corked_writes_are_one_write() {
        output.cork();
        output.write(BufferData.create(new byte[500]));
        output.writeNow(BufferData.create(new byte[3000]));
        output.uncork();

        assertThat(socket.written).hasSize(1);
    }

    @Test
    void nothing_corked_is_no_write() {
        output.cork();
        output.uncork();
        output.uncork();

        assertThat(socket.written).isEmpty();
    }

    private static final class Collector implements DataWriter {
        final List<byte[]> written = new ArrayList<>();

        @Override
        public void write(BufferData... buffers) {
            for (BufferData buffer : buffers) {
                write(buffer);
            }
        }

        @Override
        public void write(BufferData buffer) {
            byte[] bytes = new byte[buffer.available()];
            buffer.read(bytes);
            written.add(bytes);
        }

        @Override
        public void writeNow(BufferData... buffers) {
            write(buffers);
        }

        @Override
        public void writeNow(BufferData buffer) {
            write(buffer);
        }

        byte[] whole() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            written.forEach(all::writeBytes);
            return all.toByteArray();
        }
    }
}
