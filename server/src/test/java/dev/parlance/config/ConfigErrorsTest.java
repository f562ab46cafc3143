package dev.parlance.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.access.ApiKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigErrorsTest {
    @TempDir private Path folder;

    private ConfigFixture fixture() {
        return ConfigFixture.in(folder);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "unknown-keys.csv", delimiter = '|', quoteCharacter = '`')
    void an_unknown_key_is_refused_with_the_nearest_known_one(
            String yaml, int line, String key, String nearest) {
        assertThatThrownBy(() -> fixture().withFile(yaml.replace("\\n", "\n")).load())
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("parlance.yaml:" + line + ": unknown key '" + key + "'.")
                .hasMessageEndingWith("Did you mean '" + nearest + "'?");
    }

    @Test
    void an_unknown_variable_is_refused_with_the_nearest_known_one() {
        assertThatThrownBy(() -> fixture().withEnvironment("PARLANCE_LOGLEVEL", "info").load())
                .hasMessage(
                        "Unknown environment variable PARLANCE_LOGLEVEL."
                                + " Did you mean PARLANCE_LOG_LEVEL?");
    }

    @Test
    void what_kubernetes_puts_beside_a_service_called_parlance_is_not_ours() {
        Config config =
                fixture()
                        .withEnvironment(
                                "PARLANCE_SERVICE_HOST", "10.0.0.1",
                                "PARLANCE_SERVICE_PORT", "80",
                                "PARLANCE_PORT", "tcp://10.0.0.1:80",
                                "PARLANCE_PORT_80_TCP_ADDR", "10.0.0.1")
                        .load();
        assertThat(config.listeners().getFirst().port()).isEqualTo(5000);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "bad-values.csv", delimiter = '|', quoteCharacter = '`')
    void a_bad_value_is_refused_with_its_line_and_what_is_allowed(String yaml, String message) {
        assertThatThrownBy(() -> fixture().withFile(yaml).load())
                .isInstanceOf(ConfigException.class)
                .hasMessage("parlance.yaml:1: " + message);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "contradictions.csv", delimiter = '|', quoteCharacter = '`')
    void contradictions_are_refused(String yaml, String message) {
        assertThatThrownBy(() -> fixture().withFile(yaml).load())
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "not-plain-yaml.csv", delimiter = '|', quoteCharacter = '`')
    void a_file_that_is_not_plain_yaml_is_refused(String yaml, String message) {
        assertThatThrownBy(() -> fixture().withFile(yaml.replace("\\n", "\n")).load())
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void a_file_that_is_empty_or_all_comments_is_fine() {
        assertThatCode(() -> fixture().withFile("").load()).doesNotThrowAnyException();
        assertThatCode(() -> fixture().withFile("# nothing\nlimits:\n  # max-body: 1MiB\n").load())
                .doesNotThrowAnyException();
    }

    @Test
    void a_file_that_is_too_large_or_too_deep_is_refused() {
        assertThatThrownBy(() -> fixture().withFile("#" + "x".repeat(1 << 20)).load())
                .hasMessageContaining("is larger than 1MiB.");
        String deep = "aliases: " + "[".repeat(40) + "]".repeat(40);
        assertThatThrownBy(() -> fixture().withFile(deep).load())
                .hasMessageContaining("nested too deeply");
    }

    @Test
    void secrets_come_by_reference_and_never_show() throws IOException {
        Files.writeString(folder.resolve("key.txt"), "sk-from-file\n");
        Config config =
                fixture()
                        .withFile(
                                """
                                api-key: ${env:MY_KEY}
                                api-keys:
                                  - {name: a, key: "${file:key.txt}"}
                                """)
                        .withEnvironment("MY_KEY", "sk-from-env")
                        .load();

        assertThat(config.apiKeys())
                .extracting(ApiKey::sha256)
                .containsExactly(ApiKey.hash("sk-from-env"), ApiKey.hash("sk-from-file"));
        assertThat(config.settings().at("api-key").shown()).isEqualTo("***");
        assertThat(config.settings().all().toString() + config)
                .doesNotContain("sk-from-env")
                .doesNotContain("sk-from-file");
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0", "::", "192.0.2.1"})
    void listening_beyond_this_machine_needs_a_key_or_a_word(String host) {
        assertThatThrownBy(() -> fixture().withFlags("--host", host).load().refuseExposure())
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "Refusing to listen on "
                                + host
                                + ", which others can reach, without an API key: set one with"
                                + " --api-key or api-keys, or say --allow-unauthenticated.");
        fixture().withFlags("--host", host, "--api-key", "sk-a").load().refuseExposure();
        fixture()
                .withFlags("--host", host, "--allow-unauthenticated", "true")
                .load()
                .refuseExposure();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "::1", "localhost", "127.9.9.9"})
    void loopback_needs_no_key(String host) {
        fixture().withFlags("--host", host).load().refuseExposure();
    }
}
