package dev.parlance.engine.llama.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufFuzzTest {
    private static final int ROUNDS = Integer.getInteger("tests.rounds", 600);
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime());

    @TempDir Path folder;

    @Test
    void accepts_or_refuses_any_mutation_and_never_fails_otherwise() throws IOException {
        int accepted = 0;
        Path file = folder.resolve("fuzz.gguf");
        for (int round = 0; round < ROUNDS; round++) {
            long seed = SEED + round;
            byte[] bytes = GgufMutations.any(new Random(seed));
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
}
