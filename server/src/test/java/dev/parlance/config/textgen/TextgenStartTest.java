package dev.parlance.config.textgen;

import static dev.parlance.config.textgen.StartFixture.show;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.parlance.config.Config;
import dev.parlance.config.ConfigException;
import dev.parlance.config.ListenerConfig;
import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.sampling.SamplingParameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextgenStartTest {
    @TempDir private Path folder;

    private StartFixture start() {
        return new StartFixture(folder);
    }

    private Config words(String line) {
        return start().words(line).load();
    }

    @Test
    void the_start_line_of_the_seed_documents() {
        Config config =
                start().words("--extensions openai --listen --api-port 1234")
                        .flag("--api-key", "yourkey")
                        .load();

        assertThat(show(config, "listeners[0].host")).isEqualTo("0.0.0.0 # flag --listen");
        assertThat(show(config, "listeners[0].port")).isEqualTo("1234 # flag --api-port");
        assertThat(show(config, "listeners[0].profile"))
                .isEqualTo("textgen-2023 # flag --extensions");
        assertThat(show(config, "api-key")).isEqualTo("*** # flag --api-key");
        assertThat(config.notices()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--api,textgen",
        "--extensions openai,textgen-2023",
        "--extensions gallery openai,textgen-2023",
        "--extensions openai --api,textgen",
        "--public-api,textgen",
        "--extensions openai --public-api,textgen-2023",
        "--api-port 7000,openai",
        "--extensions gallery,openai",
    })
    void the_profile_follows_who_asks_for_the_api(String line, String profile) {
        assertThat(words(line).listeners().getFirst().profile().wireName()).isEqualTo(profile);
    }

    @Test
    void a_profile_of_its_own_wins() {
        Config config = start().words("--api").flag("--profile", "textgen-2023").load();
        assertThat(show(config, "listeners[0].profile")).isEqualTo("textgen-2023 # flag --profile");
        assertThat(show(config, "listeners[0].port")).isEqualTo("5000 # flag --api");
    }

    @Test
    void the_llama_flags_reach_their_keys() {
        Config config =
                words(
                        "--n_ctx 8192 --parallel 2 --threads 3 --n-gpu-layers 12 --no-mmap"
                                + " --n_batch 256 --tensor_split 3,1 --split-mode row"
                                + " --idle-timeout 5 --model-dir /srv/m --loader llamacpp");
        assertThat(config.llama().contextLength()).isEqualTo(4096);
        assertThat(config.llama().slots()).isEqualTo(2);
        assertThat(config.llama().threads()).isEqualTo(3);
        assertThat(config.llama().gpu().layers()).isEqualTo(12);
        assertThat(config.llama().gpu().tensorSplit()).containsExactly(3.0, 1.0);
        assertThat(config.llama().gpu().splitMode()).isEqualTo("row");
        assertThat(config.llama().memoryMap()).isFalse();
        assertThat(config.llama().batchSize()).isEqualTo(256);
        assertThat(config.models().folders()).containsExactly(Path.of("/srv/m"));
        assertThat(show(config, "llama.keep-alive")).isEqualTo("5m # flag --idle-timeout");
        assertThat(show(config, "llama.gpu-layers")).isEqualTo("12 # flag --n-gpu-layers");
        assertThat(show(words("--idle-timeout 0"), "llama.keep-alive")).startsWith("forever #");
        assertThat(config.notices()).isEmpty();
    }

    @Test
    void the_generation_flags_are_defaults_of_its_profiles() {
        Config config =
                words(
                        "--temperature 0.7 --top_k -1 --mirostat-mode 2 --repetition-penalty-range 0");
        assertThat(config.textgenDefaults().values())
                .containsOnly(
                        Map.entry(SamplingParameter.TEMPERATURE, 0.7),
                        Map.entry(SamplingParameter.TOP_K, -1.0),
                        Map.entry(SamplingParameter.MIROSTAT, 2.0),
                        Map.entry(SamplingParameter.PENALTY_LAST_N, -1.0),
                        Map.entry(SamplingParameter.DRY_LAST_N, -1.0));
        assertThat(show(config, "textgen.defaults.temperature"))
                .isEqualTo("0.7 # flag --temperature");
        assertThat(config.notices()).isEmpty();
    }

    @Test
    void what_has_no_effect_is_said() {
        assertThat(words("--mlock --loader ExLlamav3 --extensions gallery --lora a b").notices())
                .containsExactly(
                        "--mlock has no effect: memory is left to the system.",
                        "--loader has no effect: models run by llama.cpp alone.",
                        "The extension gallery is not here.",
                        "--lora has no effect: adapters come with POST /v1/internal/lora/load.");
        assertThat(start().variable("SD_WEBUI_URL", "http://x").load().notices())
                .containsExactly("SD_WEBUI_URL has no effect: there are no image models yet.");
    }

    @Test
    void a_host_needs_listen() {
        assertThat(show(words("--listen --listen-host 192.0.2.7"), "listeners[0].host"))
                .isEqualTo("192.0.2.7 # flag --listen-host");
        Config config = words("--listen-host 192.0.2.7");
        assertThat(show(config, "listeners[0].host")).isEqualTo("127.0.0.1 # default");
        assertThat(config.notices())
                .containsExactly("--listen-host has no effect without --listen.");
    }

    @Test
    void ipv6_is_one_more_listener_or_the_only_one() {
        assertThat(words("--api --api-port 1234 --api-enable-ipv6").listeners())
                .extracting(ListenerConfig::host, ListenerConfig::port, ListenerConfig::profile)
                .containsExactly(
                        tuple("127.0.0.1", 1234, CompatProfile.TEXTGEN),
                        tuple("::1", 1234, CompatProfile.TEXTGEN));
        assertThat(words("--api-enable-ipv6 --listen").listeners())
                .extracting(ListenerConfig::host)
                .containsExactly("::");
        Config only =
                start().variable("OPENEDAI_ENABLE_IPV6", "1")
                        .variable("OPENEDAI_DISABLE_IPV4", "1")
                        .load();
        assertThat(show(only, "listeners[0].host")).isEqualTo("::1 # env OPENEDAI_DISABLE_IPV4");
        assertThat(only.listeners()).hasSize(1);
        assertThatThrownBy(() -> words("--api-disable-ipv4"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("leaves nothing to listen on");
    }

    @Test
    void the_port_of_the_pages_is_one_more_listener() {
        Config config = words("--api --listen-port 7860 --ssl-keyfile k.pem --ssl-certfile c.pem");
        assertThat(config.listeners()).hasSize(2);
        ListenerConfig pages = config.listeners().get(1);
        assertThat(pages.port()).isEqualTo(7860);
        assertThat(pages.profile()).isEqualTo(CompatProfile.OPENAI);
        assertThat(pages.keyFile()).isEqualTo(folder.resolve("k.pem"));
        assertThat(words("--api --listen-port 7860 --nowebui").listeners()).hasSize(1);
        assertThat(words("--api --listen-port 5000").listeners()).hasSize(1);
    }

    @Test
    void variables_win_and_say_so() {
        Config config =
                start().words("--api --api-port 1234 --ssl-keyfile a.pem")
                        .variable("OPENEDAI_PORT", "6001")
                        .variable("OPENEDAI_CERT_PATH", "cert.pem")
                        .variable("OPENEDAI_KEY_PATH", "key.pem")
                        .variable("OPENEDAI_DEBUG", "1")
                        .load();
        assertThat(show(config, "listeners[0].port")).isEqualTo("6001 # env OPENEDAI_PORT");
        assertThat(config.listeners().getFirst().keyFile()).isEqualTo(folder.resolve("key.pem"));
        assertThat(show(config, "log.level")).isEqualTo("debug # env OPENEDAI_DEBUG");
        assertThat(config.notices())
                .containsExactlyInAnyOrder(
                        "env OPENEDAI_PORT wins over flag --api-port.",
                        "env OPENEDAI_KEY_PATH wins over flag --ssl-keyfile.");
        assertThat(show(start().variable("OPENEDAI_DEBUG", "0").load(), "log.level"))
                .isEqualTo("info # default");
    }

    @Test
    void two_flags_for_one_key_are_a_contradiction() {
        assertThatThrownBy(() -> start().words("--api-port 1").flag("--port", "2").load())
                .isInstanceOf(ConfigException.class)
                .hasMessage("--port and flag --api-port both set listeners[0].port; give one.");
    }

    @Test
    void its_files_are_read_only_for_who_asks() {
        StartFixture start =
                start().file("user_data/CMD_FLAGS.txt", "--threads 2 # no comment\n")
                        .file("user_data/settings.yaml", "openai-debug: 1\n");
        assertThat(show(start.load(), "llama.threads")).isEqualTo("0 # default");
        assertThat(show(start.words("--api").load(), "llama.threads"))
                .isEqualTo("2 # user_data/CMD_FLAGS.txt:1");
    }

    @Test
    void flags_and_settings_files_are_merged_with_the_line() throws IOException {
        Files.createDirectories(folder.resolve("mine/models"));
        Files.createDirectories(folder.resolve("mine/characters"));
        Config config =
                start().file(
                                "mine/CMD_FLAGS.txt",
                                "# start\n--api --threads 2 \\\n"
                                        + "--model \"My Model.gguf\" --api-key 'a b'\n")
                        .file(
                                "mine/settings.yaml",
                                "openai-port: 7005\nopenai-debug: 0\nmode: chat\n"
                                        + "truncation_length: 2048\ndefault_extensions: [openai]\n")
                        .words("--user-data-dir mine --threads 3")
                        .load();
        assertThat(show(config, "llama.threads")).isEqualTo("3 # flag --threads");
        assertThat(show(config, "default-model")).isEqualTo("My Model.gguf # mine/CMD_FLAGS.txt:3");
        assertThat(show(config, "api-key")).isEqualTo("*** # mine/CMD_FLAGS.txt:3");
        assertThat(show(config, "listeners[0].port")).isEqualTo("7005 # mine/settings.yaml:1");
        assertThat(show(config, "listeners[0].profile"))
                .isEqualTo("textgen # mine/CMD_FLAGS.txt:2");
        assertThat(show(config, "prompts.folder"))
                .isEqualTo(folder.resolve("mine") + " # flag --user-data-dir");
        assertThat(config.models().folders())
                .containsExactly(
                        folder.resolve("mine/models"),
                        Path.of("/home/ada/.local/share/parlance/models"));
        assertThat(config.notices())
                .containsExactly(
                        "mine/settings.yaml: without effect here: mode, truncation_length.");
    }

    @Test
    void embeddings_follow_variable_then_settings_file() {
        StartFixture start =
                start().file(
                                "s.yaml",
                                "openai-embedding_device: cuda\n"
                                        + "openai-embedding_model: all-mpnet-base-v2\n"
                                        + "openai-sd_webui_url: http://127.0.0.1:7861\n"
                                        + "openai-debug: 1\n")
                        .words("--extensions openai --settings s.yaml");
        Config config = start.load();
        assertThat(show(config, "embeddings.device")).isEqualTo("cuda # s.yaml:1");
        assertThat(show(config, "embeddings.model")).isEqualTo("all-mpnet-base-v2 # s.yaml:2");
        assertThat(show(config, "log.level")).isEqualTo("debug # s.yaml:4");
        assertThat(config.notices())
                .containsExactly("s.yaml: without effect here: openai-sd_webui_url.");
        assertThat(
                        show(
                                start.variable("OPENEDAI_EMBEDDING_DEVICE", "auto")
                                        .variable("PARLANCE_EMBEDDINGS_DEVICE", "cpu")
                                        .load(),
                                "embeddings.device"))
                .isEqualTo("auto # env OPENEDAI_EMBEDDING_DEVICE");
    }

    @Test
    void settings_switch_the_api_on() {
        Config config =
                start().file("s.json", "{\"default_extensions\": [\"openai\"]}")
                        .words("--settings s.json")
                        .load();
        assertThat(show(config, "listeners[0].profile")).isEqualTo("textgen # s.json:1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--settings no.yaml",
                "--user-data-dir nowhere",
                "--api-port",
                "--api=1",
                "--ctx-size many",
                "--api-port 70000",
                "stray"
            })
    void what_cannot_be_meant_is_an_error(String line) {
        assertThatThrownBy(() -> words(line)).isInstanceOf(ConfigException.class);
    }

    @Test
    void a_public_tunnel_needs_a_key_and_no_certificate() {
        assertThatThrownBy(() -> words("--public-api").refuseExposure())
                .hasMessageStartingWith("Refusing to open a public tunnel");
        assertThatThrownBy(() ->
                        words("--public-api --ssl-keyfile k --ssl-certfile c").refuseTunnelToTls())
                .hasMessageContaining("does not work with a certificate");
        assertThat(words("--public-api --public-api-id t").tunnel().id()).isEqualTo("t");
        assertThat(List.of(words("--api").tunnel().enabled())).containsExactly(false);
    }
}
