package dev.parlance.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllKeysTest {
    @TempDir private Path folder;

    @Test
    void every_key_can_be_set_in_the_file() throws IOException {
        Config config = ConfigFixture.in(folder).withFile(ConfigFixture.allKeys()).load();

        Set<String> set = new HashSet<>();
        for (Setting setting : config.settings().all()) {
            if (setting.origin() instanceof Origin.FileLine) {
                set.add(setting.key().path());
                assertThat(setting.value()).as(setting.path()).isNotNull();
            }
        }
        assertThat(Keys.ALL).extracting(Key::path).allSatisfy(p -> assertThat(set).contains(p));
    }

    /// With it alone changed, through the environment, the records differ from the defaults.
    @Test
    void every_key_reaches_the_records() throws IOException {
        Config all = ConfigFixture.in(folder).withFile(ConfigFixture.allKeys()).load();
        Files.delete(folder.resolve("parlance.yaml"));

        for (Setting setting : all.settings().all()) {
            String path = setting.path();
            if (setting.origin() instanceof Origin.FileLine && !path.startsWith("api-keys[1]")) {
                String before = records(companions(path));
                assertThat(records(with(companions(path), setting))).as(path).isNotEqualTo(before);
            }
        }
    }

    /// What else an element needs for the key to be legal.
    private static Map<String, String> companions(String path) {
        if (path.startsWith("models[0]")) {
            return Map.of("PARLANCE_MODELS_0_ID", "m", "PARLANCE_MODELS_0_PATH", "m.gguf");
        }
        if (path.startsWith("api-keys[0]")) {
            return Map.of("PARLANCE_API_KEYS_0_NAME", "k", "PARLANCE_API_KEYS_0_KEY", "s");
        }
        if (path.contains(".tls.")) {
            return Map.of(
                    "PARLANCE_LISTENERS_0_TLS_KEY_FILE",
                    "k.pem",
                    "PARLANCE_LISTENERS_0_TLS_CERTIFICATE_FILE",
                    "c.pem");
        }
        return Map.of();
    }

    private static Map<String, String> with(Map<String, String> environment, Setting setting) {
        Map<String, String> copy = new HashMap<>(environment);
        Object value = Objects.requireNonNull(setting.value());
        String text =
                switch (value) {
                    case Secret secret -> secret.reveal();
                    case List<?> list -> String.join(",", strings(list));
                    case Map<?, ?> map -> String.join(",", strings(map.entrySet()));
                    default -> setting.shown();
                };
        copy.put(setting.key().environmentName().replace("_N_", "_0_"), text);
        return copy;
    }

    private static List<String> strings(Iterable<?> values) {
        List<String> strings = new ArrayList<>();
        values.forEach(value -> strings.add(value.toString()));
        return strings;
    }

    private String records(Map<String, String> environment) {
        String whole = new ConfigFixture(folder, environment, Map.of()).load().toString();
        return whole.substring(0, whole.indexOf("settings="));
    }

    @Test
    void names_are_unique_and_every_key_is_described() {
        assertThat(Keys.ALL).extracting(Key::environmentName).doesNotHaveDuplicates();
        assertThat(Keys.ALL).extracting(Key::path).doesNotHaveDuplicates();
        assertThat(Keys.ALL).allSatisfy(key -> assertThat(key.doc()).endsWith("."));
    }
}
