package dev.parlance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.problem.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTest {

    @Test
    void the_json_subset_is_read() {
        String yaml =
                """
                # a comment
                listeners:
                  - host: 127.0.0.1
                    port: 8080
                    on: yes
                text: |
                  two
                  lines
                quoted: "7"
                flow: {a: [1, -2.5, 1e3], b: ~, c: true, d: null}
                empty:
                """;

        assertThat(Json.text(Yaml.parse(yaml)))
                .isEqualTo(
                        "{\"listeners\":[{\"host\":\"127.0.0.1\",\"port\":8080,\"on\":\"yes\"}],"
                                + "\"text\":\"two\\nlines\\n\",\"quoted\":\"7\","
                                + "\"flow\":{\"a\":[1,-2.5,1E+3],\"b\":null,\"c\":true,\"d\":null},"
                                + "\"empty\":null}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# only a comment\n", "~"})
    void an_empty_document_is_null(String yaml) {
        assertThat(Yaml.parse(yaml)).isEqualTo(JsonNull.INSTANCE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: &x 1\\nb: *x      | line 1, column 4: not allowed here: an anchor",
                "b: *x                | line 1, column 4: not allowed here: an alias",
                "a: !!str 1           | a tag",
                "a: !java/Thing {}    | a tag",
                "a: 1\\na: 2          | line 2, column 1: not allowed here: the key 'a'",
                "<<: {a: 1}           | a merge key",
                "? [a]\\n: 1          | a key that is no plain text",
                "a: 1\\n---\\nb: 2    | a second document",
                "a: [1                | Malformed YAML at line 1",
                "a: b: c              | Malformed YAML at line 1, column 5",
            })
    void what_is_outside_the_subset_is_refused_with_its_place(String yaml, String expected) {
        assertThatThrownBy(() -> Yaml.parse(yaml.replace("\\n", "\n")))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void depth_and_size_are_bounded() {
        assertThatThrownBy(() -> Yaml.parse("[".repeat(100) + "]".repeat(100)))
                .isInstanceOf(ApiException.class);
        assertThatThrownBy(() -> Yaml.parse("- 1\n".repeat(100_001)))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("100000 values");
    }
}
