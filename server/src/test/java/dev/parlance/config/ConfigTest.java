package dev.parlance.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.access.Permission;
import dev.parlance.core.sampling.SamplingParameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
    @TempDir private Path folder;

    @Test
    void without_anything_the_defaults_hold() {
        Config config = ConfigFixture.in(folder).load();

        assertThat(config.dataDir()).isEqualTo(Path.of("/home/ada/.local/share/parlance"));
        assertThat(config.listeners())
                .containsExactly(
                        new ListenerConfig("127.0.0.1", 5000, null, null, CompatProfile.OPENAI));
        assertThat(config.models().folders())
                .containsExactly(Path.of("/home/ada/.local/share/parlance/models"));
        assertThat(config.apiKeys()).isEmpty();
        assertThat(config.limits().maxBody()).isEqualTo(32L << 20);
        assertThat(config.file()).isNull();
        assertThat(config.settings().all())
                .allSatisfy(s -> assertThat(s.origin().phrase()).isEqualTo("default"));
    }

    @Test
    void the_later_of_file_environment_and_flags_wins() {
        ConfigFixture fixture =
                ConfigFixture.in(folder)
                        .withFile("listeners:\n  - host: ::1\n    port: 6000\ndata-dir: data\n");
        assertThat(fixture.load().listeners().getFirst().port()).isEqualTo(6000);
        assertThat(fixture.load().dataDir()).isEqualTo(folder.resolve("data"));

        ConfigFixture environment = fixture.withEnvironment("PARLANCE_PORT", "7000");
        assertThat(environment.load().listeners().getFirst().port()).isEqualTo(7000);

        Config flags =
                new ConfigFixture(folder, environment.environment(), Map.of("--port", "8000"))
                        .load();
        assertThat(flags.listeners().getFirst().port()).isEqualTo(8000);
        assertThat(flags.listeners().getFirst().host()).isEqualTo("::1");
        assertThat(flags.settings().at("listeners[0].port").origin().phrase())
                .isEqualTo("flag --port");
        assertThat(flags.settings().at("data-dir").origin().phrase()).isEqualTo("parlance.yaml:4");
    }

    @Test
    void records_hold_what_the_file_says() throws IOException {
        Config config = ConfigFixture.in(folder).withFile(ConfigFixture.allKeys()).load();

        ListenerConfig listener = config.listeners().getFirst();
        assertThat(listener.certificateFile()).isEqualTo(folder.resolve("tls/certificate.pem"));
        assertThat(listener.profile()).isEqualTo(CompatProfile.H2OGPT);
        assertThat(config.apiKeys())
                .extracting(key -> key.caller().id())
                .containsExactly("api-key", "admin-key", "app", "batch");
        assertThat(config.apiKeys().get(2).caller().permissions())
                .containsExactlyInAnyOrder(Permission.values());
        assertThat(config.apiKeys().get(3).caller().permissions())
                .containsExactly(Permission.INFERENCE);
        ModelConfig model = config.models().configured().getFirst();
        assertThat(model.path()).isEqualTo(folder.resolve("house.gguf"));
        assertThat(model.defaults().value(SamplingParameter.TOP_K, 0)).isEqualTo(20);
        assertThat(config.models().aliases()).containsEntry("gpt-*", "house");
        assertThat(config.limits().maxQueueWait()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void environment_reaches_list_elements_lists_and_maps() {
        Config config =
                ConfigFixture.in(folder)
                        .withEnvironment(
                                "PARLANCE_LISTENERS_1_PORT", "0",
                                "PARLANCE_LISTENERS_0_PORT", "1",
                                "PARLANCE_ALIASES", "gpt-4o=a, b=c",
                                "PARLANCE_CORS_ALLOWED_ORIGINS", "https://a.test, https://b.test")
                        .load();
        assertThat(config.listeners()).hasSize(2);
        assertThat(config.models().aliases()).containsEntry("gpt-4o", "a").containsEntry("b", "c");
        assertThat(config.cors().allowedOrigins()).hasSize(2);

        assertThatThrownBy(() ->
                        ConfigFixture.in(folder)
                                .withEnvironment("PARLANCE_LISTENERS_2_PORT", "0")
                                .load())
                .hasMessageContaining("an element before it is missing");
    }

    @Test
    void variables_that_other_programs_read_too_are_read_under_their_names() {
        ConfigFixture fixture = ConfigFixture.in(folder);
        Config hub =
                fixture.withEnvironment(
                                "HF_TOKEN",
                                "hf_1",
                                "HF_ENDPOINT",
                                "http://hub.test",
                                "HF_HOME",
                                "x")
                        .load();
        assertThat(hub.hub().endpoint()).isEqualTo("http://hub.test");
        assertThat(hub.hub().token()).extracting(Secret::reveal).isEqualTo("hf_1");
        assertThat(hub.settings().at("hub.token").origin().phrase()).contains("HF_TOKEN");

        Config ours =
                fixture.withEnvironment("PARLANCE_HUB_TOKEN", "hf_2", "HF_TOKEN", "hf_1").load();
        assertThat(ours.hub().token()).extracting(Secret::reveal).isEqualTo("hf_2");
        assertThat(fixture.withEnvironment("HF_TOKEN", "").load().hub().token()).isNull();
    }

    @Test
    void the_named_file_must_exist_and_may_come_from_the_environment() throws IOException {
        ConfigFixture fixture = ConfigFixture.in(folder);
        assertThatThrownBy(() -> fixture.load(Path.of("no.yaml")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("The configuration file no.yaml does not exist.");

        Files.writeString(folder.resolve("other.yaml"), "default-model: other\n");
        assertThat(fixture.load(Path.of("other.yaml")).models().defaultModel()).isEqualTo("other");
        assertThat(fixture.withEnvironment("PARLANCE_CONFIG", "other.yaml").load().file())
                .isEqualTo(Path.of("other.yaml"));
    }

    @Test
    void the_platform_decides_the_data_folder_and_the_port() {
        Platform mac = new Platform("Mac OS X", Path.of("/Users/ada"), Map.of());
        assertThat(mac.dataFolder())
                .isEqualTo(Path.of("/Users/ada/Library/Application Support/Parlance"));
        assertThat(mac.port()).isEqualTo(5001);
        Platform windows =
                new Platform("Windows 11", Path.of("/u"), Map.of("LOCALAPPDATA", "/u/local"));
        assertThat(windows.dataFolder()).isEqualTo(Path.of("/u/local/Parlance"));
        Platform linux =
                new Platform("Linux", Path.of("/home/a"), Map.of("XDG_DATA_HOME", "/data"));
        assertThat(linux.dataFolder()).isEqualTo(Path.of("/data/parlance"));
        assertThat(linux.port()).isEqualTo(5000);
    }
}
