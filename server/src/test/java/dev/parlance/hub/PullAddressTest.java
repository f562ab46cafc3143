package dev.parlance.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.hub.FakeHub.Fault;
import dev.parlance.hub.FakeHub.Seen;
import dev.parlance.hub.Pull.Pulled;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files from anywhere, and hubs that say no.
class PullAddressTest {
    private static final byte[] CONTENT = FakeHub.model(400_000, 5);

    @TempDir private Path folder;
    private final FakeHub hub = new FakeHub().file("tiny.gguf", CONTENT);
    private final Progress progress = new Progress();
    private Duration stall = Duration.ofSeconds(20);

    @BeforeEach
    void watch() {
        hub.taken = () -> progress.present;
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private Pulled pull(String reference, @Nullable String token, @Nullable String sha256) {
        HubSettings settings =
                new HubSettings(
                        hub.address(),
                        token,
                        Duration.ofSeconds(20),
                        stall,
                        2,
                        Duration.ofMinutes(5));
        try (Pull pull =
                new Pull(folder, settings, () -> Long.MAX_VALUE, _ -> {}, Clock.systemUTC())) {
            return pull.run(reference, ModelReference.parse(reference, settings), sha256, progress);
        }
    }

    @Test
    void a_file_elsewhere_comes_without_the_token_and_says_that_nobody_vouches() {
        Pulled pulled = pull(hub.storageAddress() + "/tiny.gguf?signature=abc", "hf_secret", null);

        assertThat(pulled.id()).isEqualTo("127.0.0.1/tiny");
        assertThat(pulled.firstFile()).hasBinaryContent(CONTENT);
        assertThat(hub.seen).extracting(Seen::authorization).containsOnlyNulls();
        assertThat(pulled.provenance().source()).isEqualTo(hub.storageAddress() + "/tiny.gguf");
        assertThat(pulled.provenance().asked()).doesNotContain("signature");
        assertThat(pulled.provenance().files().getFirst().checked()).isFalse();
        assertThat(progress.notices).singleElement().asString().contains(FakeHub.sha256(CONTENT));
    }

    @Test
    void a_hash_given_by_hand_is_what_the_file_must_have() {
        String address = hub.storageAddress() + "/tiny.gguf";
        assertThatThrownBy(() -> pull(address, null, "1".repeat(64)))
                .hasMessageContaining("wrong content");
        assertThatThrownBy(() -> pull(address, null, "nonsense"))
                .hasMessageContaining("64 lower-case hex digits");

        Pulled pulled = pull(address, null, FakeHub.sha256(CONTENT));
        assertThat(pulled.provenance().files().getFirst().checked()).isTrue();
    }

    @Test
    void a_cut_file_elsewhere_is_gone_on_with() {
        hub.fault(new Fault.Cut(100_000));

        assertThat(pull(hub.storageAddress() + "/tiny.gguf", null, null).firstFile())
                .hasBinaryContent(CONTENT);
        assertThat(hub.seen.getLast().range()).isEqualTo("bytes=100000-");
    }

    @Test
    void a_page_of_the_hub_is_understood_as_its_repository() {
        assertThat(pull(hub.address() + "/org/repo", null, null).id()).isEqualTo("org/repo/tiny");
        assertThat(pull(hub.address() + "/org/repo/blob/main/tiny.gguf", null, null).fresh())
                .isFalse();
    }

    @Test
    void what_is_no_model_is_not_kept() {
        hub.file("page.gguf", "<html>Please sign in</html>".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> pull("org/repo/page.gguf", null, null))
                .hasMessageContaining("not a GGUF file");
        assertThat(folder.resolve("org/repo/page.gguf")).doesNotExist();
        assertThat(folder.resolve("org/repo/page.gguf.part")).doesNotExist();
    }

    @Test
    void what_is_too_short_for_a_model_is_not_kept() {
        hub.file("empty.gguf", new byte[0]).file("short.gguf", new byte[] {'G', 'G'});

        for (String name : new String[] {"empty.gguf", "short.gguf"}) {
            assertThatThrownBy(() -> pull(hub.storageAddress() + "/" + name, null, null))
                    .as(name)
                    .hasMessageContaining("no GGUF file");
            assertThat(folder.resolve("127.0.0.1/" + name)).doesNotExist();
        }
    }

    @Test
    void a_silent_listing_is_left_and_asked_for_again() {
        stall = Duration.ofMillis(700);
        hub.stalledListings = 1;

        assertThat(pull("org/repo", null, null).firstFile()).hasBinaryContent(CONTENT);
        assertThat(progress.notices).anyMatch(n -> n.contains("the answer took too long"));
    }

    @Test
    void a_refusal_says_what_to_do() {
        hub.listingStatus = 401;
        assertThatThrownBy(() -> pull("org/repo", null, null))
                .hasMessageContaining("private, and no token was sent")
                .hasMessageContaining("HF_TOKEN");
        hub.listingStatus = 403;
        assertThatThrownBy(() -> pull("org/repo", "hf_x", null))
                .hasMessageContaining("accept its terms")
                .hasMessageNotContaining("hf_x");
        hub.listingStatus = 404;
        assertThatThrownBy(() -> pull("org/repo", null, null)).hasMessageContaining("404");
        hub.listingStatus = 500;
        assertThatThrownBy(() -> pull("org/repo", null, null))
                .hasMessageContaining("Given up after 2 attempts");
    }

    @Test
    void a_listing_that_makes_no_sense_is_refused() {
        for (String listing :
                new String[] {
                    "",
                    "[]",
                    "{}",
                    "{\"sha\": \"../../x\"}",
                    "{\"sha\": 7}",
                    "x".repeat(100),
                    "{\"sha\":\"" + FakeHub.COMMIT + "\",\"siblings\":[1,{\"rfilename\":3}]}"
                }) {
            hub.listing = listing;
            assertThatThrownBy(() -> pull("org/repo", null, null))
                    .as(listing)
                    .isInstanceOf(HubException.class);
        }
    }

    @Test
    void names_that_lead_out_of_the_folder_are_not_listed() {
        String hash = FakeHub.sha256(CONTENT);
        hub.listing =
                "{\"sha\":\"%s\",\"siblings\":[{\"rfilename\":\"../../evil.gguf\",\"size\":400000,\"lfs\":{\"sha256\":\"%s\"}}]}"
                        .formatted(FakeHub.COMMIT, hash);

        assertThatThrownBy(() -> pull("org/repo", null, null))
                .hasMessageContaining("has no .gguf file");
    }

    @Test
    void from_https_nothing_leads_to_http() {
        assertThatThrownBy(
                        () -> HubHttp.next(URI.create("https://a.example/x"), "http://b.example/x"))
                .hasMessageContaining("not followed (http)");
        assertThatThrownBy(() ->
                        HubHttp.next(URI.create("https://a.example/x"), "https://u:p@b.example/"))
                .hasMessageContaining("not followed");
        assertThat(HubHttp.next(URI.create("https://a.example/x"), "/y"))
                .isEqualTo(URI.create("https://a.example/y"));
    }
}
