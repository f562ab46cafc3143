package dev.parlance.engine.llama.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufFuzzTest {
    private static final int ROUNDS = Integer.getInteger("tests.rounds", 1500);
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime());

    @TempDir Path folder;

    @Test
    void accepts_or_refuses_any_mutation_and_never_fails_otherwise() throws IOException {
        int accepted = 0;
        Path file = folder.resolve("fuzz.gguf");
        for (int round = 0; round < ROUNDS; round++) {
            long seed = SEED + round;
            byte[] bytes = mutate(new Random(seed));
            Files.write(file, bytes);
            try {
                GgufHeader header = GgufReader.read(file);
                withinFile(header, bytes.length);
                ModelCheck.check(List.of(header), Set.of("llama"));
                accepted++;
            } catch (GgufException refusal) {
                assertThat(refusal.getMessage()).isNotBlank();
            } catch (RuntimeException | Error failure) {
                throw new AssertionError("replay with -Dtests.seed=" + seed, failure);
            }
        }
        assertThat(accepted).as("the mutations are not all fatal").isPositive();
    }

    private static void withinFile(GgufHeader header, long length) {
        for (GgufTensor tensor : header.tensors()) {
            long end = Math.addExact(tensor.offset(), tensor.byteCount());
            assertThat(Math.addExact(header.dataOffset(), end)).isLessThanOrEqualTo(length);
        }
    }

    /// A valid file with one to four defects, most of them in the header.
    static byte[] mutate(Random random) {
        TinyGguf valid = random.nextBoolean() ? TinyGguf.llama(1) : TinyGguf.bpe(1);
        byte[] bytes = valid.bytes();
        int header = valid.headerBytes();
        int defects = 1 + random.nextInt(4);
        for (int i = 0; i < defects; i++) {
            int at = random.nextInt(Math.min(header, bytes.length - 8) + 1);
            ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length) + 16);
                case 3 -> view.putLong(at & ~7, random.nextLong() >>> random.nextInt(64));
                case 4 -> view.putInt(at & ~3, EDGES[random.nextInt(EDGES.length)]);
                default -> {
                    int length = random.nextInt(Math.min(64, bytes.length - at));
                    int from = random.nextInt(bytes.length - length);
                    System.arraycopy(bytes, from, bytes, at, length);
                }
            }
        }
        return bytes;
    }

    private static final int[] EDGES = {
        0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0xffff, 1 << 16, 255, 256, 12, 13
    };
}
