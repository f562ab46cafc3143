package dev.parlance.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.hub.FakeHub.Fault;
import dev.parlance.hub.FakeHub.Seen;
import dev.parlance.hub.Pull.Pulled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PullTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final byte[] CONTENT = FakeHub.model(700_000, 1);

    @TempDir private Path folder;
    private final FakeHub hub = new FakeHub().file("tiny-Q4_K_M.gguf", CONTENT);
    private final Progress progress = new Progress();
    private final List<Duration> waits = new ArrayList<>();
    private long usable = Long.MAX_VALUE;
    private Duration stall = Duration.ofSeconds(60);

    @BeforeEach
    void watch() {
        hub.taken = () -> progress.present;
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private Pulled pull(String reference) {
        return pull(reference, "hf_secret", null);
    }

    private Pulled pull(String reference, @Nullable String token, @Nullable String sha256) {
        HubSettings settings =
                new HubSettings(
                        hub.address(),
                        token,
                        Duration.ofSeconds(20),
                        stall,
                        4,
                        Duration.ofMinutes(5));
        try (Pull pull =
                new Pull(
                        folder,
                        settings,
                        () -> usable,
                        waits::add,
                        Clock.fixed(NOW, ZoneOffset.UTC))) {
            return pull.run(reference, ModelReference.parse(reference, settings), sha256, progress);
        }
    }

    private List<String> filesHere() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(f -> folder.relativize(f).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void a_model_comes_whole_with_a_record_of_where_from() throws IOException {
        Pulled pulled = pull("org/repo");

        assertThat(pulled.id()).isEqualTo("org/repo/tiny-Q4_K_M");
        assertThat(pulled.fresh()).isTrue();
        assertThat(pulled.firstFile()).hasBinaryContent(CONTENT);
        assertThat(filesHere())
                .containsExactly(
                        "org/repo/tiny-Q4_K_M.gguf", "org/repo/tiny-Q4_K_M.gguf.provenance.json");
        assertThat(Provenance.of(pulled.firstFile())).contains(pulled.provenance());
        assertThat(pulled.provenance())
                .isEqualTo(
                        new Provenance(
                                "org/repo",
                                hub.address() + "/org/repo",
                                "org/repo",
                                FakeHub.COMMIT,
                                "apache-2.0",
                                NOW,
                                List.of(
                                        new Provenance.Part(
                                                "tiny-Q4_K_M.gguf",
                                                CONTENT.length,
                                                FakeHub.sha256(CONTENT),
                                                true))));
        assertThat(progress.files).containsExactly("tiny-Q4_K_M.gguf 1/1");
        assertThat(progress.present).isEqualTo(CONTENT.length);
    }

    @Test
    void the_token_goes_to_the_hub_and_not_where_it_redirects() throws IOException {
        Pulled pulled = pull("org/repo");

        assertThat(hub.seen).extracting(Seen::server).containsExactly("hub", "hub", "storage");
        assertThat(hub.seen.subList(0, 2))
                .allSatisfy(s -> assertThat(s.authorization()).isEqualTo("Bearer hf_secret"));
        assertThat(hub.seen.getLast().authorization()).isNull();
        assertThat(hub.seen.get(1).path())
                .isEqualTo("/org/repo/resolve/" + FakeHub.COMMIT + "/tiny-Q4_K_M.gguf");
        assertThat(Files.readString(Provenance.beside(pulled.firstFile())))
                .doesNotContain("hf_secret")
                .doesNotContain("signature");
    }

    @Test
    void a_cut_connection_is_gone_on_with() {
        hub.fault(new Fault.Cut(300_000)).fault(new Fault.Cut(100_000));

        assertThat(pull("org/repo").firstFile()).hasBinaryContent(CONTENT);
        assertThat(hub.seen)
                .filteredOn(s -> s.server().equals("storage"))
                .extracting(Seen::range)
                .containsExactly(null, "bytes=300000-", "bytes=400000-");
        assertThat(progress.notices).hasSize(2).allSatisfy(n -> assertThat(n).contains("again"));
        assertThat(waits).hasSize(2);
    }

    @Test
    void a_pull_that_was_given_up_goes_on_the_next_time() throws IOException {
        hub.fault(new Fault.Cut(300_000));
        for (int i = 0; i < 3; i++) {
            hub.fault(new Fault.Status(503, null));
        }
        hub.fault(new Fault.Status(503, null));

        assertThatThrownBy(() -> pull("org/repo"))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("Given up after 4 attempts")
                .hasMessageContaining("503")
                .hasMessageContaining("pull again");
        assertThat(filesHere())
                .containsExactly(
                        "org/repo/tiny-Q4_K_M.gguf.part", "org/repo/tiny-Q4_K_M.gguf.part.json");
        hub.seen.clear();

        assertThat(pull("org/repo").firstFile()).hasBinaryContent(CONTENT);
        assertThat(hub.seen.getLast().range()).isEqualTo("bytes=300000-");
    }

    @Test
    void a_part_that_is_not_of_this_content_is_not_gone_on_with() throws IOException {
        hub.fault(new Fault.Cut(300_000));
        for (int i = 0; i < 4; i++) {
            hub.fault(new Fault.Status(500, null));
        }
        assertThatThrownBy(() -> pull("org/repo")).isInstanceOf(HubException.class);
        byte[] changed = FakeHub.model(500_000, 2);
        hub.file("tiny-Q4_K_M.gguf", changed);
        hub.seen.clear();

        assertThat(pull("org/repo").firstFile()).hasBinaryContent(changed);
        assertThat(hub.seen.getLast().range()).isNull();
    }

    @Test
    void a_part_that_rotted_is_fetched_anew_once() throws IOException {
        hub.fault(new Fault.Cut(300_000));
        for (int i = 0; i < 4; i++) {
            hub.fault(new Fault.Status(500, null));
        }
        assertThatThrownBy(() -> pull("org/repo")).isInstanceOf(HubException.class);
        Path part = folder.resolve("org/repo/tiny-Q4_K_M.gguf.part");
        byte[] rotten = Files.readAllBytes(part);
        rotten[1000] ^= 1;
        Files.write(part, rotten);

        assertThat(pull("org/repo").firstFile()).hasBinaryContent(CONTENT);
        assertThat(progress.notices).anyMatch(n -> n.contains("was wrong; beginning anew"));
    }

    @Test
    void a_wrong_hash_leaves_nothing_behind() throws IOException {
        hub.lyingAbout("tiny-Q4_K_M.gguf", "0".repeat(64));

        assertThatThrownBy(() -> pull("org/repo"))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("wrong content")
                .hasMessageContaining(FakeHub.sha256(CONTENT))
                .hasMessageContaining("0".repeat(64));
        assertThat(filesHere()).isEmpty();
    }

    @Test
    void a_silent_server_is_left_and_asked_again() {
        stall = Duration.ofMillis(700);
        hub.fault(new Fault.Stall(200_000));

        assertThat(pull("org/repo").firstFile()).hasBinaryContent(CONTENT);
        assertThat(progress.notices).anyMatch(n -> n.contains("nothing came for too long"));
    }

    @Test
    void too_many_requests_are_followed_by_the_wait_that_is_asked_for() {
        hub.fault(new Fault.Status(429, "7"));

        assertThat(pull("org/repo").firstFile()).hasBinaryContent(CONTENT);
        assertThat(waits).containsExactly(Duration.ofSeconds(7));
        assertThat(progress.notices).containsExactly("the hub answers 429; trying again in 7 s");
    }

    @Test
    void a_wait_of_hours_is_said_and_not_taken() {
        hub.fault(new Fault.Status(429, "7200"));

        assertThatThrownBy(() -> pull("org/repo"))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("come back in 7200 seconds");
        assertThat(waits).isEmpty();
    }

    @Test
    void a_server_without_ranges_sends_all_of_it_again() {
        hub.fault(new Fault.Cut(300_000)).fault(new Fault.NoRange());

        assertThat(pull("org/repo").firstFile()).hasBinaryContent(CONTENT);
        assertThat(progress.notices).anyMatch(n -> n.contains("cannot go on there"));
    }

    @Test
    void all_parts_of_a_split_model_come() throws IOException {
        byte[] second = FakeHub.model(1000, 3);
        hub.file("big/big-Q8_0-00001-of-00002.gguf", CONTENT);
        hub.file("big/big-Q8_0-00002-of-00002.gguf", second);

        Pulled pulled = pull("org/repo:q8_0");

        assertThat(pulled.id()).isEqualTo("org/repo/big/big-Q8_0");
        assertThat(folder.resolve("org/repo/big/big-Q8_0-00002-of-00002.gguf"))
                .hasBinaryContent(second);
        assertThat(pulled.provenance().files()).hasSize(2);
        assertThat(progress.files)
                .containsExactly(
                        "big/big-Q8_0-00001-of-00002.gguf 1/2",
                        "big/big-Q8_0-00002-of-00002.gguf 2/2");
    }

    @Test
    void what_is_here_as_the_hub_has_it_is_not_fetched_again() {
        Pulled first = pull("org/repo");
        hub.seen.clear();

        Pulled second = pull("org/repo");

        assertThat(second.fresh()).isFalse();
        assertThat(second.provenance()).isEqualTo(first.provenance());
        assertThat(hub.seen).extracting(Seen::server).containsExactly("hub");
    }

    @Test
    void a_newer_commit_replaces_the_file() {
        pull("org/repo");
        byte[] newer = FakeHub.model(600_000, 4);
        hub.file("tiny-Q4_K_M.gguf", newer);
        hub.commit = "f".repeat(40);

        Pulled pulled = pull("org/repo");

        assertThat(pulled.firstFile()).hasBinaryContent(newer);
        assertThat(pulled.provenance().commit()).isEqualTo("f".repeat(40));
    }

    @Test
    void a_full_disk_is_found_out_before_anything_is_fetched() throws IOException {
        usable = DiskSpace.MARGIN + CONTENT.length - 1;

        assertThatThrownBy(() -> pull("org/repo"))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("The disk has")
                .hasMessageContaining("700.0 kB more");
        assertThat(hub.seen).extracting(Seen::server).containsExactly("hub");
        assertThat(filesHere()).isEmpty();
    }

    @Test
    void two_pulls_of_one_file_do_not_meet() throws IOException {
        try (PartFile open = PartFile.open(folder.resolve("org/repo/tiny-Q4_K_M.gguf"))) {
            assertThat(open.present()).isZero();
            assertThatThrownBy(() -> pull("org/repo"))
                    .isInstanceOf(HubException.class)
                    .hasMessageContaining("already being pulled");
        }
        assertThat(pull("org/repo").firstFile()).hasBinaryContent(CONTENT);
    }

    @Test
    void redirects_without_end_or_to_elsewhere_are_not_followed() {
        hub.redirect = hub.address() + "/org/repo/resolve/x/tiny-Q4_K_M.gguf";
        assertThatThrownBy(() -> pull("org/repo")).hasMessageContaining("more than 10 times");

        hub.redirect = "file:///etc/passwd";
        assertThatThrownBy(() -> pull("org/repo")).hasMessageContaining("not followed");
    }
}
