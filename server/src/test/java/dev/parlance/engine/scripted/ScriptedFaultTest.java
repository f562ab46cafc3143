package dev.parlance.engine.scripted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.embedding.EmbeddingInput;
import dev.parlance.core.embedding.EmbeddingRequest;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import dev.parlance.core.problem.ApiProblem.Internal;
import dev.parlance.core.problem.ApiProblem.Overloaded;
import dev.parlance.core.problem.ApiProblem.RateLimited;
import dev.parlance.core.problem.ApiProblem.UpstreamFailed;
import dev.parlance.wire.Json;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptedFaultTest {
    @Test
    void the_first_call_is_limited_and_the_second_answered() {
        Rehearsal rehearsal =
                new Rehearsal(
                        """
                        rules:
                          - sequence:
                              - {fault: {status: 429, retry-after: 7s}}
                              - {text: "now"}
                        """);

        assertThat(Rehearsal.problem(() -> rehearsal.open(Rehearsal.user("x"))))
                .isEqualTo(new RateLimited(Duration.ofSeconds(7), "the script"));
        assertThat(rehearsal.say("x")).isEqualTo("now");
    }

    @Test
    void a_server_error_and_a_full_server_can_be_played() {
        Rehearsal rehearsal =
                new Rehearsal(
                        """
                        rules:
                          - sequence:
                              - {fault: {status: 500}}
                              - {fault: {status: 503, retry-after: 1500ms, message: "full"}}
                        """);

        assertThat(rehearsal.problem(Rehearsal.user("x"))).isInstanceOf(Internal.class);
        assertThat(rehearsal.problem(Rehearsal.user("x")))
                .isEqualTo(new Overloaded(Duration.ofMillis(1500), "full"));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 404, 429, 500, 502, 503, 504})
    void every_status_of_the_manual_refuses_the_call(int status) {
        Rehearsal rehearsal = new Rehearsal("rules: [{reply: {fault: {status: " + status + "}}}]");

        assertThat(Rehearsal.problem(() -> rehearsal.open(Rehearsal.user("x"))).message())
                .isNotBlank();
    }

    @Test
    void a_cut_ends_the_stream_after_so_many_tokens() {
        Rehearsal rehearsal =
                new Rehearsal("rules: [{reply: {text: \"a b c d\", fault: {cut-after: 2}}}]");
        try (ChatStream stream = rehearsal.open(Rehearsal.user("x"))) {
            assertThat(stream.next()).isInstanceOf(ChatEvent.Started.class);
            assertThat(stream.next()).isEqualTo(new ChatEvent.TextDelta(0, "a"));
            assertThat(stream.next()).isEqualTo(new ChatEvent.TextDelta(0, " b"));
            for (int again = 0; again < 2; again++) {
                assertThat(Rehearsal.problem(stream::next)).isInstanceOf(UpstreamFailed.class);
                assertThat(stream.hasNext()).isTrue();
            }
        }
    }

    @Test
    void a_cut_beyond_the_end_comes_before_the_end() {
        Rehearsal rehearsal =
                new Rehearsal("rules: [{reply: {text: \"a b\", fault: {cut-after: 99}}}]");

        assertThat(rehearsal.problem(Rehearsal.user("x"))).isInstanceOf(UpstreamFailed.class);
    }

    @Test
    void delays_come_before_the_start_and_before_each_token() {
        Rehearsal rehearsal =
                new Rehearsal("rules: [{reply: {text: \"a b c\", start-delay: 2s, delay: 100ms}}]");
        try (ChatStream stream = rehearsal.open(Rehearsal.user("x"))) {
            assertThat(stream.await(Duration.ofMillis(500))).isFalse();
            stream.next();
            assertThat(rehearsal.time.passed()).isEqualTo(Duration.ofSeconds(2));
            assertThat(stream.await(Duration.ofMillis(99))).isFalse();
            assertThat(stream.await(Duration.ofMillis(1))).isTrue();
            stream.next();
            stream.next();
            assertThat(rehearsal.time.passed()).isEqualTo(Duration.ofMillis(2200));
            stream.next();
            stream.next();
            assertThat(stream.hasNext()).isFalse();
            assertThat(rehearsal.time.passed()).isEqualTo(Duration.ofMillis(2300));
        }
    }

    @Test
    void several_choices_share_one_delay_for_each_token() {
        Rehearsal rehearsal = new Rehearsal("rules: [{reply: {text: \"a b c\", delay: 100ms}}]");
        rehearsal.chat(Rehearsal.user("x").withN(4));

        assertThat(rehearsal.time.passed()).isEqualTo(Duration.ofMillis(300));
    }

    @Test
    void a_stall_for_a_while_goes_on_afterwards() {
        Rehearsal rehearsal =
                new Rehearsal(
                        "rules: [{reply: {text: \"a b c\", fault: {stall-after: 1, for: 30s}}}]");

        assertThat(rehearsal.say("x")).isEqualTo("a b c");
        assertThat(rehearsal.time.passed()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void a_stall_without_end_lasts_until_the_deadline() {
        Rehearsal rehearsal =
                new Rehearsal("rules: [{reply: {text: \"a b c\", fault: {stall-after: 1}}}]");
        try (ChatStream stream =
                rehearsal.engine.chat(
                        rehearsal.context(Duration.ofSeconds(9)),
                        Rehearsal.MODEL,
                        Rehearsal.user("x"))) {
            stream.next();
            stream.next();
            assertThat(stream.await(Duration.ofSeconds(8))).isFalse();
            assertThat(Rehearsal.problem(stream::next)).isInstanceOf(DeadlineExceeded.class);
            assertThat(rehearsal.time.passed()).isEqualTo(Duration.ofSeconds(9));
        }
    }

    @Test
    void a_delay_longer_than_the_deadline_ends_at_the_deadline() {
        Rehearsal rehearsal = new Rehearsal("rules: [{reply: {start-delay: 1m}}]");
        try (ChatStream stream =
                rehearsal.engine.chat(
                        rehearsal.context(Duration.ofSeconds(5)),
                        Rehearsal.MODEL,
                        Rehearsal.user("x"))) {
            assertThat(stream.await(Duration.ofDays(1_000_000))).isTrue();
            assertThat(Rehearsal.problem(stream::next)).isInstanceOf(DeadlineExceeded.class);
            assertThat(rehearsal.time.passed()).isEqualTo(Duration.ofSeconds(5));
        }
    }

    @Test
    void an_interrupted_wait_is_an_error_and_keeps_the_interrupt() {
        ScriptedEngine engine =
                new ScriptedEngine(Script.parse("rules: [{reply: {start-delay: 1m}}]"));
        Rehearsal other = Rehearsal.echo();
        try (ChatStream stream =
                engine.chat(other.context(), Rehearsal.MODEL, Rehearsal.user("x"))) {
            Thread.currentThread().interrupt();
            assertThat(Rehearsal.problem(stream::next)).isInstanceOf(Overloaded.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void a_malformed_tool_call_is_no_json() {
        Rehearsal rehearsal =
                new Rehearsal(
                        """
                        rules:
                          - reply:
                              tool-calls: [{name: f, arguments: {city: "Paris"}}, {name: g}]
                              fault: {malformed-tool-call: true}
                        """);

        assertThat(rehearsal.ask(Rehearsal.user("x")).toolCalls())
                .hasSize(2)
                .allSatisfy(call ->
                        assertThatThrownBy(() -> Json.parse(call.arguments()))
                                .isInstanceOf(ApiException.class));
    }

    @Test
    void an_echo_can_be_slow_and_faulty_too() {
        Rehearsal rehearsal =
                new Rehearsal("rules: [{reply: {delay: 1s}}, {reply: {text: never}}]");

        assertThat(rehearsal.say("hi")).isEqualTo("You said: hi");
        assertThat(rehearsal.time.passed()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void embeddings_are_faulty_only_by_a_rule_of_their_own() {
        Rehearsal rehearsal =
                new Rehearsal(
                        """
                        rules:
                          - when: {operation: embeddings, user: {contains: "slow"}}
                            reply: {start-delay: 3s}
                          - when: {operation: embeddings, user: bad}
                            reply: {fault: {status: 429}}
                          - reply: {fault: {status: 500}}
                        """);
        ApiProblem limited = Rehearsal.problem(() -> embed(rehearsal, "bad"));

        assertThat(limited).isInstanceOf(RateLimited.class);
        assertThat(embed(rehearsal, "fine")).hasSize(256);
        assertThat(rehearsal.time.passed()).isZero();
        assertThat(embed(rehearsal, "slow")).hasSize(256);
        assertThat(rehearsal.time.passed()).isEqualTo(Duration.ofSeconds(3));
    }

    private static float[] embed(Rehearsal rehearsal, String text) {
        EmbeddingRequest request =
                EmbeddingRequest.of(Rehearsal.MODEL, List.of(new EmbeddingInput.Text(text)));
        return rehearsal
                .engine
                .embed(rehearsal.context(), Rehearsal.MODEL, request)
                .embeddings()
                .getFirst()
                .values();
    }
}
