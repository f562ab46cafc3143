package dev.parlance.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.access.ApiKey;
import dev.parlance.core.access.Caller;
import dev.parlance.core.access.Permission;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The API key and the admin key: which of them may do what.
class AdminKeyTest {
    @TempDir private Path folder;

    private Config with(String... flags) {
        return ConfigFixture.in(folder).withFlags(flags).load();
    }

    private static List<Caller> callers(Config config) {
        return config.apiKeys().stream().map(ApiKey::caller).toList();
    }

    @Test
    void an_api_key_alone_may_do_everything() {
        Config config = with("--api-key", "K");
        assertThat(callers(config)).hasSize(1);
        assertThat(callers(config).getFirst().permissions())
                .containsExactlyInAnyOrder(Permission.values());
        assertThat(config.guests()).isFalse();
    }

    @Test
    void two_different_keys_share_the_permissions() {
        Config config = with("--api-key", "K", "--admin-key", "A");
        assertThat(callers(config)).extracting(Caller::id).containsExactly("api-key", "admin-key");
        assertThat(callers(config).get(0).permissions()).containsExactly(Permission.INFERENCE);
        assertThat(callers(config).get(1).permissions()).containsExactly(Permission.ADMIN);
        assertThat(config.guests()).isFalse();
    }

    @Test
    void the_same_key_twice_is_one_key_for_everything() {
        Config config = with("--api-key", "K", "--admin-key", "K");
        assertThat(callers(config)).hasSize(1);
        assertThat(callers(config).getFirst().permissions())
                .containsExactlyInAnyOrder(Permission.values());
    }

    @Test
    void an_admin_key_alone_leaves_the_rest_open_on_this_machine_only() {
        Config config = with("--admin-key", "A");
        assertThat(config.guests()).isTrue();
        assertThat(callers(config).getFirst().permissions())
                .containsExactlyInAnyOrder(Permission.values());
        assertThatCode(config::refuseExposure).doesNotThrowAnyException();
        assertThatThrownBy(() -> with("--admin-key", "A", "--host", "0.0.0.0").refuseExposure())
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("Refusing to listen on 0.0.0.0")
                .hasMessageEndingWith("The admin key guards the administration alone.");
        assertThatCode(() ->
                        with("--admin-key", "A", "--host", "0.0.0.0", "--api-key", "K")
                                .refuseExposure())
                .doesNotThrowAnyException();
    }

    @Test
    void keys_of_the_list_end_the_guests() {
        Config config =
                ConfigFixture.in(folder)
                        .withFile("admin-key: A\napi-keys: [{name: app, key: K}]\n")
                        .load();
        assertThat(config.guests()).isFalse();
        assertThat(callers(config)).extracting(Caller::id).containsExactly("admin-key", "app");
        assertThat(callers(config).getFirst().permissions()).containsExactly(Permission.ADMIN);
    }
}
