package dev.parlance.engine.llama.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.wire.Json;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Any schema's outputs validate, and what validates can be an output.
class SchemaPropertyTest {
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime());
    private static final int SCHEMAS = Integer.getInteger("tests.schemas", 300);

    @Test
    void what_a_grammar_produces_the_schema_accepts() {
        SplittableRandom seeds = new SplittableRandom(SEED);
        int satisfiable = 0;
        for (int i = 0; i < SCHEMAS; i++) {
            long seed = seeds.nextLong();
            SplittableRandom random = new SplittableRandom(seed);
            JsonObject schema = new RandomSchema(random, true).root();
            Grammar grammar = grammar(schema);
            if (grammar == null) {
                continue;
            }
            satisfiable++;
            ReferenceValidator reference = new ReferenceValidator(Json.text(schema));
            RandomWalk walk = new RandomWalk(grammar, random);
            for (int n = 0; n < 5; n++) {
                String text = walk.text();
                assertThat(reference.accepts(text))
                        .as("-Dtests.seed=%d: %s by %s", SEED, text, Json.text(schema))
                        .isTrue();
            }
        }
        assertThat(satisfiable).isGreaterThan(SCHEMAS / 2);
    }

    @Test
    void grammar_and_schema_agree_on_values_nearby() {
        SplittableRandom seeds = new SplittableRandom(SEED + 1);
        int accepted = 0;
        int refused = 0;
        for (int i = 0; i < SCHEMAS; i++) {
            SplittableRandom random = new SplittableRandom(seeds.nextLong());
            JsonObject schema = new RandomSchema(random, false).root();
            Grammar grammar = grammar(schema);
            if (grammar == null) {
                continue;
            }
            ReferenceValidator reference = new ReferenceValidator(Json.text(schema));
            Mutation mutation = new Mutation(random);
            JsonValue value = Mutation.tame(Json.parse(new RandomWalk(grammar, random).text()));
            for (int n = 0; n < 20; n++) {
                value = mutation.of(value);
                String text = Spelling.compact(value);
                boolean expected = reference.accepts(text);
                accepted += expected ? 1 : 0;
                refused += expected ? 0 : 1;
                assertThat(Outputs.accepts(grammar, text))
                        .as("-Dtests.seed=%d: %s by %s", SEED, text, Json.text(schema))
                        .isEqualTo(expected);
            }
        }
        assertThat(accepted).isGreaterThan(SCHEMAS);
        assertThat(refused).isGreaterThan(SCHEMAS);
    }

    private static @org.jspecify.annotations.Nullable Grammar grammar(JsonObject schema) {
        try {
            return Grammar.jsonSchema(schema, GrammarLimits.DEFAULT);
        } catch (GrammarException e) {
            assertThat(e.what())
                    .as("-Dtests.seed=%d: %s", SEED, Json.text(schema))
                    .startsWith("No value satisfies the schema");
            return null;
        }
    }
}
