package dev.parlance.core.engine;

import static dev.parlance.core.engine.EngineHarness.context;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parlance.core.call.Deadline;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.model.Capability;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import dev.parlance.core.tokens.RenderedChat;
import dev.parlance.core.tokens.TextToken;
import dev.parlance.core.tokens.TokenizeRequest;
import java.nio.charset.StandardCharsets;
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
        List<Integer> ids = harness.ids(text);

        assertThat(ids).isNotEmpty().allMatch(id -> id >= 0);
        assertThat(harness.gateway.detokenize(context(), subject.model(), ids)).isEqualTo(text);
        assertThat(harness.ids(text)).isEqualTo(ids);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hi", "Hello, world!", "two  spaces\n", "東京 🎉", "a"})
    void what_was_added_around_a_text_does_not_come_back(String text) {
        List<Integer> ids =
                harness
                        .gateway
                        .tokenize(
                                context(), new TokenizeRequest(subject.model(), text, true, false))
                        .stream()
                        .map(TextToken::id)
                        .toList();

        assertThat(harness.gateway.plainText(context(), subject.model(), ids)).isEqualTo(text);
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
            List<Integer> ids = harness.ids(text.toString());
            assertThat(harness.gateway.detokenize(context(), subject.model(), ids))
                    .as("-Dtests.seed=%d", seed)
                    .isEqualTo(text.toString());
        }
    }

    @Test
    void no_text_is_no_tokens() {
        assertThat(harness.ids("")).isEmpty();
        assertThat(harness.gateway.detokenize(context(), subject.model(), List.of())).isEmpty();
    }

    @Test
    void ids_outside_the_vocabulary_are_refused() {
        for (int id : new int[] {-1, Integer.MAX_VALUE}) {
            assertThatThrownBy(() ->
                            harness.gateway.detokenize(context(), subject.model(), List.of(id)))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            e -> assertThat(e.problem()).isInstanceOf(InvalidRequest.class));
        }
    }

    @Test
    void the_bytes_of_the_tokens_are_the_text() {
        String text = "Straße 🎉 and naïve 東京";
        List<Integer> bytes =
                harness
                        .gateway
                        .tokenize(context(), TokenizeRequest.of(subject.model(), text))
                        .stream()
                        .flatMap(token -> token.bytes().stream())
                        .toList();
        byte[] raw = new byte[bytes.size()];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = bytes.get(i).byteValue();
        }
        assertThat(new String(raw, StandardCharsets.UTF_8).strip()).isEqualTo(text);
    }

    @Test
    void a_conversation_is_rendered_with_all_that_was_said() {
        assumeTrue(harness.can(Capability.CHAT));
        ChatRequest chat = harness.shortChat();
        RenderedChat rendered = harness.gateway.render(context(), chat);

        assertThat(rendered.text()).contains(chat.messages().getLast().text());
        assertThat(
                        harness.gateway.detokenize(
                                context(),
                                subject.model(),
                                rendered.tokens().stream().map(TextToken::id).toList()))
                .contains(chat.messages().getLast().text());
    }

    @Test
    void a_deadline_that_has_passed_ends_the_call_or_comes_too_late_for_it() {
        Deadline past = new Deadline(System.nanoTime() - 1);
        try {
            harness.gateway.tokenize(context(past), TokenizeRequest.of(subject.model(), "hello"));
        } catch (ApiException e) {
            assertThat(e.problem()).isInstanceOf(DeadlineExceeded.class);
        }
        assertThat(harness.admission.active()).isZero();
    }
}
