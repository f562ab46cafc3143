package dev.parlance.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8AssemblerTest {
    @Test
    void holds_back_a_character_until_all_its_bytes_are_there() {
        Utf8Assembler assembler = new Utf8Assembler();
        byte[] party = "a🎉b".getBytes(StandardCharsets.UTF_8);
        assertThat(assembler.add(Arrays.copyOfRange(party, 0, 2))).isEqualTo("a");
        assertThat(assembler.add(Arrays.copyOfRange(party, 2, 4))).isEmpty();
        assertThat(assembler.add(Arrays.copyOfRange(party, 4, 6))).isEqualTo("🎉b");
        assertThat(assembler.finish()).isEmpty();
    }

    @Test
    void replaces_what_is_not_utf8() {
        Utf8Assembler assembler = new Utf8Assembler();
        assertThat(assembler.add(new byte[] {(byte) 0xff, 'x'})).isEqualTo("\ufffdx");
        assertThat(assembler.add(new byte[] {(byte) 0xe6})).isEmpty();
        assertThat(assembler.add(new byte[] {'y'})).isEqualTo("\ufffdy");
    }

    @Test
    void ends_with_a_replacement_for_a_character_never_completed() {
        Utf8Assembler assembler = new Utf8Assembler();
        assertThat(assembler.add(new byte[] {(byte) 0xf0, (byte) 0x9f})).isEmpty();
        assertThat(assembler.finish()).isEqualTo("\ufffd");
    }

    @Test
    void joins_any_split_of_any_text() {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                int point = random.nextInt(0x10ffff);
                text.appendCodePoint(point >= 0xd800 && point < 0xe000 ? 'x' : point);
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            Utf8Assembler assembler = new Utf8Assembler();
            StringBuilder joined = new StringBuilder();
            for (int at = 0; at < bytes.length; ) {
                int to = Math.min(bytes.length, at + 1 + random.nextInt(5));
                joined.append(assembler.add(Arrays.copyOfRange(bytes, at, to)));
                at = to;
            }
            joined.append(assembler.finish());
            assertThat(joined.toString()).as("-Dtests.seed=%d", seed).isEqualTo(text.toString());
        }
    }
}
