package dev.parlance.core.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.ListedEngine;
import dev.parlance.core.ListedStream;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.usage.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RouterTest {
    private final ListedEngine first = engine("first", "a", "org/b:q4");
    private final ListedEngine second = engine("second", "a", "c");

    @Test
    void finds_a_model_by_its_own_id_first() {
        Router router = new Router(List.of(first, second), Map.of("a", "c"));
        assertThat(router.resolve(new ModelId("a")).engine()).isSameAs(first);
        assertThat(router.resolve(new ModelId("org/b:q4")).card().id().value())
                .isEqualTo("org/b:q4");
    }

    @Test
    void follows_exact_aliases_before_patterns() {
        Map<String, String> aliases = new LinkedHashMap<>();
        aliases.put("gpt-*", "a");
        aliases.put("gpt-4o", "c");
        aliases.put("*", "org/b:q4");
        Router router = new Router(List.of(first, second), aliases);
        assertThat(router.resolve(new ModelId("gpt-4o")).card().id().value()).isEqualTo("c");
        assertThat(router.resolve(new ModelId("gpt-4.1")).card().id().value()).isEqualTo("a");
        assertThat(router.resolve(new ModelId("claude")).card().id().value()).isEqualTo("org/b:q4");
    }

    @Test
    void finds_a_model_by_its_files_name() {
        Router router = new Router(List.of(first), Map.of());
        assertThat(router.resolve(new ModelId("a.gguf")).card().id().value()).isEqualTo("a");
        assertThatThrownBy(() -> router.resolve(new ModelId("a.gguf.gguf")))
                .hasMessageContaining("a.gguf.gguf");
    }

    @Test
    void moves_the_default_and_its_aliases_to_another_model() {
        Map<String, String> aliases = Map.of("default", "a", "gpt-*", "default", "mine", "default");
        Router router = new Router(List.of(first, second), aliases);
        assertThat(ids(router, "default", "gpt-4", "mine")).containsExactly("a", "a", "a");

        router.makeDefault(new ModelId("c"));
        assertThat(ids(router, "default", "gpt-4", "mine")).containsExactly("c", "c", "c");
        assertThat(router.defaultRoute().orElseThrow().engine()).isSameAs(second);

        router.makeDefault(null);
        assertThat(router.defaultRoute()).isEmpty();
        assertThatThrownBy(() -> router.resolve(new ModelId("default")))
                .hasMessageContaining("default");
    }

    private static List<String> ids(Router router, String... names) {
        return Stream.of(names)
                .map(name -> router.resolve(new ModelId(name)).card().id().value())
                .toList();
    }

    @Test
    void names_the_model_that_it_does_not_know() {
        Router router = new Router(List.of(first), Map.of("dead", "gone"));
        assertThatThrownBy(() -> router.resolve(new ModelId("nope"))).hasMessageContaining("nope");
        assertThatThrownBy(() -> router.resolve(new ModelId("dead"))).hasMessageContaining("dead");
    }

    @Test
    void names_of_an_operation_come_before_aliases_and_after_ids() {
        Router router =
                new Router(
                        List.of(first, second),
                        Map.of("default", "a"),
                        Map.of(Operation.EMBEDDINGS, Map.of("default", "c", "a", "c")));
        assertThat(id(router.resolve(new ModelId("default"), Operation.CHAT))).isEqualTo("a");
        assertThat(id(router.resolve(new ModelId("default")))).isEqualTo("a");
        assertThat(id(router.resolve(new ModelId("default"), Operation.EMBEDDINGS))).isEqualTo("c");
        assertThat(id(router.resolve(new ModelId("a"), Operation.EMBEDDINGS))).isEqualTo("a");
        assertThatThrownBy(() -> router.resolve(new ModelId("x"), Operation.EMBEDDINGS))
                .hasMessageContaining("x");
    }

    private static String id(Route route) {
        return route.card().id().value();
    }

    @Test
    void lists_each_id_once() {
        Router router = new Router(List.of(first, second), Map.of());
        assertThat(router.models())
                .extracting(ModelCard::id)
                .extracting(ModelId::value)
                .containsExactly("a", "org/b:q4", "c");
    }

    @Test
    void patterns_agree_with_regular_expressions() {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String pattern = word(random, "ab*");
            String name = word(random, "ab");
            boolean expected = Pattern.matches(pattern.replace("*", ".*"), name);
            assertThat(Router.matches(pattern, name))
                    .as("seed %d: %s on %s", seed, pattern, name)
                    .isEqualTo(expected);
        }
    }

    private static String word(Random random, String letters) {
        StringBuilder word = new StringBuilder();
        int length = random.nextInt(8);
        for (int i = 0; i < length; i++) {
            word.append(letters.charAt(random.nextInt(letters.length())));
        }
        return word.toString();
    }

    private static ListedEngine engine(String name, String... ids) {
        List<ModelCard> cards =
                java.util.Arrays.stream(ids).map(id -> ListedEngine.card(id)).toList();
        return new ListedEngine(name, cards, (_, _) -> new ListedStream(List.of()));
    }
}
