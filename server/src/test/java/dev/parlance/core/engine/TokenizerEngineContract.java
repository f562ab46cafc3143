package dev.parlance.core.engine;

import static dev.parlance.core.engine.EngineHarness.context;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every tokenizer does: text to ids and back without loss.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class TokenizerEngineContract {
    private final EngineSubject subject;
    private EngineHarness harness;

    protected TokenizerEngineContract(EngineSubject subject) {
        this.subject = subject;
    }

    @BeforeAll
    void open() {
        harness = new EngineHarness(subject);
        assertThat(harness.engine).isInstanceOf(TokenizerEngine.class);
    }

    @AfterAll
    void close() {
        harness.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "Hello, world! It's 3.14 o'clock.",
                "  two  spaces\tand\ttabs\n\nand lines\r\n",
                "Straße, naïve, e\u0301, 東京, Привет",
                "👩‍👩‍👧 🎉🎉 \uD834\uDD1E",
                "{\"json\": [1, 2.5e-3, null]}",
                "\u0001\u007F <|not special|>",
                "averyveryverylongwordwithoutanyspaceinitatallthatgoesonandonandon"
            })
    void text_survives_the_round_trip(String text) {
        List<Integer> ids = tokenizer().tokenize(context(), subject.model(), text, false);

        assertThat(ids).isNotEmpty().allMatch(id -> id >= 0);
        assertThat(tokenizer().detokenize(context(), subject.model(), ids)).isEqualTo(text);
        assertThat(tokenizer().tokenize(context(), subject.model(), text, false)).isEqualTo(ids);
    }

    @Test
    void random_text_survives_the_round_trip() {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        Random random = new Random(seed);
        String alphabet = "ab  .,\n\té東🎉0'\"<>|";
        int[] characters = alphabet.codePoints().toArray();
        for (int i = 0; i < 200; i++) {
            StringBuilder text = new StringBuilder("x");
            for (int c = random.nextInt(40); c > 0; c--) {
                text.appendCodePoint(characters[random.nextInt(characters.length)]);
            }
            List<Integer> ids =
                    tokenizer().tokenize(context(), subject.model(), text.toString(), false);
            assertThat(tokenizer().detokenize(context(), subject.model(), ids))
                    .as("-Dtests.seed=%d", seed)
                    .isEqualTo(text.toString());
        }
    }

    @Test
    void no_text_is_no_tokens() {
        assertThat(tokenizer().tokenize(context(), subject.model(), "", false)).isEmpty();
        assertThat(tokenizer().detokenize(context(), subject.model(), List.of())).isEmpty();
    }

    @Test
    void ids_outside_the_vocabulary_are_refused() {
        for (int id : new int[] {-1, Integer.MAX_VALUE}) {
            assertThatThrownBy(
                            () -> tokenizer().detokenize(context(), subject.model(), List.of(id)))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            e -> assertThat(e.problem()).isInstanceOf(InvalidRequest.class));
        }
    }

    private TokenizerEngine tokenizer() {
        return (TokenizerEngine) harness.engine;
    }
}
