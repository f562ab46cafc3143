package dev.parlance.config.textgen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which source wins: every subset of them by chance, each with a value of its own.
class PrecedenceTest {
    private static final int ROUNDS = Integer.getInteger("tests.rounds", 200);
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime());

    @TempDir private Path folder;

    /// The sources of a port, the strongest first.
    private enum Source {
        VARIABLE("7001", "env OPENEDAI_PORT"),
        LINE("7002", "flag --"),
        OURS("7003", "env PARLANCE_PORT"),
        COMMANDS("7004", "user_data/CMD_FLAGS.txt:2"),
        SETTINGS("7005", "user_data/settings.yaml:1"),
        FILE("7006", "parlance.yaml:1");

        private final String port;
        private final String origin;

        Source(String port, String origin) {
            this.port = port;
            this.origin = origin;
        }

        void add(StartFixture start, boolean own) {
            switch (this) {
                case VARIABLE -> start.variable("OPENEDAI_PORT", port);
                case LINE -> {
                    if (own) {
                        start.flag("--port", port);
                    } else {
                        start.words("--api-port " + port);
                    }
                }
                case OURS -> start.variable("PARLANCE_PORT", port);
                case COMMANDS -> start.file(origin(), "# mine\n--api-port " + port + " \\\n");
                case SETTINGS -> start.file(origin(), "openai-port: " + port + "\n");
                case FILE -> start.file(origin(), "listeners: [{port: " + port + "}]\n");
            }
        }

        private String origin() {
            return origin.replaceAll(":.*", "");
        }
    }

    @Test
    void the_strongest_source_wins_whichever_others_there_are() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = SEED + round;
            Random random = new Random(seed);
            Path place = Files.createDirectory(folder.resolve("round-" + round));
            StartFixture start = new StartFixture(place).words("--api");
            List<Source> sources =
                    List.of(Source.values()).stream().filter(_ -> random.nextBoolean()).toList();
            sources.forEach(source -> source.add(start, random.nextBoolean()));

            Config config = start.load();

            String as = "replay with -Dtests.seed=" + seed + " " + sources;
            String expected = sources.isEmpty() ? "5000" : sources.getFirst().port;
            String origin = sources.isEmpty() ? "flag --api" : sources.getFirst().origin;
            assertThat(config.listeners()).as(as).hasSize(1);
            assertThat(config.listeners().getFirst().port())
                    .as(as)
                    .isEqualTo(Integer.parseInt(expected));
            assertThat(config.settings().at("listeners[0].port").origin().phrase())
                    .as(as)
                    .startsWith(origin);
        }
    }
}
