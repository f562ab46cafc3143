package dev.parlance.core.engine;

import static dev.parlance.core.engine.EngineHarness.PATIENCE;
import static dev.parlance.core.engine.EngineHarness.context;
import static dev.parlance.core.engine.EngineSubject.LONG_TOKENS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.call.Deadline;
import dev.parlance.core.chat.ChatAccumulator;
import dev.parlance.core.chat.ChatEvent.Started;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatResult;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import dev.parlance.core.usage.LedgerEntry.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What every chat engine's streams do when they are closed, late, slow, or one of many.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ChatStreamContract {
    private final EngineSubject subject;
    private EngineHarness harness;

    protected ChatStreamContract(EngineSubject subject) {
        this.subject = subject;
    }

    @BeforeAll
    void open() {
        harness = new EngineHarness(subject);
    }

    @AfterAll
    void close() {
        harness.close();
    }

    @Test
    void closing_before_the_first_event_and_closing_twice_are_harmless() {
        ChatStream stream = direct(harness.longChat(LONG_TOKENS), context().deadline());
        stream.close();
        stream.close();

        assertAnswersAgain();
    }

    @Test
    void closing_after_the_end_is_harmless() {
        ChatStream stream = direct(harness.shortChat(), context().deadline());
        ChatAccumulator.drain(stream);
        stream.close();
        stream.close();

        assertThat(stream.hasNext()).isFalse();
    }

    @Test
    void a_closed_stream_gives_no_more_output() {
        ChatStream stream = direct(harness.longChat(LONG_TOKENS), context().deadline());
        stream.next();
        stream.close();

        assertThatThrownBy(stream::next).isInstanceOf(RuntimeException.class);
    }

    @Test
    void close_from_another_thread_ends_a_pull_promptly() throws Exception {
        ChatRequest stalling = subject.stallingChat();
        ChatRequest request = stalling == null ? subject.longChat() : stalling;
        ChatStream stream = direct(request, context().deadline());
        CountDownLatch started = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ChatResult> pull =
                    threads.submit(() -> {
                        stream.next();
                        stream.next();
                        started.countDown();
                        return ChatAccumulator.drain(stream);
                    });
            assertThat(started.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            stream.close();
            // Far less than the stall, far more than a busy machine needs.
            boolean ended = endsWithinASecondOrTwenty(pull);
            assertThat(ended || stalling == null).isTrue();
        }
        assertAnswersAgain();
    }

    @Test
    void a_stopped_reply_ends_early_with_its_own_end() {
        int most = harness.contextLength() / 2;
        ChatResult result;
        try (ChatStream stream = harness.gateway.chat(context(), harness.longChat(most))) {
            ChatAccumulator accumulator = new ChatAccumulator();
            accumulator.add(stream.next());
            accumulator.add(stream.next());
            assertThat(harness.gateway.operator().stop(context())).isEqualTo(1);
            while (stream.hasNext()) {
                accumulator.add(stream.next());
            }
            result = accumulator.result();
        }

        assertThat(result.choices().getFirst().finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(result.usage().outputTokens()).isBetween(1, most - 1);
        assertThat(harness.gateway.operator().stop(context())).isZero();
        assertAnswersAgain();
    }

    @Test
    void await_says_false_while_nothing_comes_and_true_when_something_is_there() {
        ChatRequest stalling = harness.stallingChat();
        try (ChatStream stream = direct(stalling, context().deadline())) {
            assertThat(stream.await(PATIENCE)).isTrue();
            assertThat(stream.next()).isInstanceOf(Started.class);
            while (stream.await(Duration.ofMillis(1))) {
                stream.next();
            }
            assertThat(stream.await(Duration.ZERO)).isFalse();
            assertThat(stream.hasNext()).isTrue();
        }
    }

    @Test
    void awaiting_before_every_event_changes_nothing() {
        try (ChatStream stream = direct(harness.longChat(LONG_TOKENS), context().deadline())) {
            ChatAccumulator accumulator = new ChatAccumulator();
            while (stream.hasNext()) {
                assertThat(stream.await(PATIENCE)).isTrue();
                accumulator.add(stream.next());
            }
            assertThat(accumulator.result().usage().outputTokens()).isEqualTo(LONG_TOKENS);
        }
    }

    @Test
    void a_deadline_that_has_passed_ends_the_call_at_once() {
        Deadline past = new Deadline(System.nanoTime() - 1);

        assertThat(EngineHarness.problem(() -> direct(harness.longChat(LONG_TOKENS), past)))
                .isInstanceOf(DeadlineExceeded.class);
        assertAnswersAgain();
    }

    @Test
    void a_deadline_that_passes_while_nothing_comes_ends_the_call() {
        ChatRequest stalling = harness.stallingChat();
        Deadline soon = Deadline.after(Duration.ofMillis(50));

        assertThat(EngineHarness.problem(() -> direct(stalling, soon)))
                .isInstanceOf(DeadlineExceeded.class);
    }

    @Test
    void a_slow_consumer_holds_up_nobody_else_and_loses_nothing() {
        try (ChatStream slow = direct(harness.longChat(LONG_TOKENS), context().deadline())) {
            ChatAccumulator accumulator = new ChatAccumulator();
            accumulator.add(slow.next());
            while (slow.hasNext()) {
                accumulator.add(slow.next());
                ChatResult other = harness.chat(harness.longChat(4));
                assertThat(other.usage().outputTokens()).isEqualTo(4);
            }
            assertThat(accumulator.result().usage().outputTokens()).isEqualTo(LONG_TOKENS);
        }
    }

    @Test
    void many_streams_run_side_by_side() throws Exception {
        List<Callable<ChatResult>> calls = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            int limit = 1 + i % LONG_TOKENS;
            calls.add(() -> harness.chat(harness.longChat(limit)));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<ChatResult>> results = threads.invokeAll(calls);
            for (int i = 0; i < results.size(); i++) {
                ChatResult result = results.get(i).get();
                assertThat(result.usage().outputTokens()).isEqualTo(1 + i % LONG_TOKENS);
                assertThat(result.choices().getFirst().finishReason())
                        .isEqualTo(FinishReason.LENGTH);
            }
        }
        assertThat(harness.admission.active()).isZero();
    }

    @Test
    void a_cancel_at_any_event_leaks_no_permit_and_is_written_down_once() {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 30; i++) {
            int calls = harness.ledger.size();
            int pulls = random.nextInt(LONG_TOKENS + 4);
            boolean ended;
            try (ChatStream stream =
                    harness.gateway.chat(context(), harness.longChat(LONG_TOKENS))) {
                for (int pull = 0; pull < pulls && stream.hasNext(); pull++) {
                    stream.next();
                }
                ended = !stream.hasNext();
            }
            assertThat(harness.admission.active()).as("-Dtests.seed=%d", seed).isZero();
            assertThat(harness.ledger).as("-Dtests.seed=%d", seed).hasSize(calls + 1);
            assertThat(harness.ledger.getLast().outcome())
                    .as("-Dtests.seed=%d", seed)
                    .isEqualTo(ended ? Outcome.FINISHED : Outcome.CANCELLED);
        }
        assertAnswersAgain();
    }

    @Test
    void abandoned_streams_do_not_use_up_the_engine() {
        for (int i = 0; i < 100; i++) {
            try (ChatStream stream = direct(subject.longChat(), context().deadline())) {
                stream.next();
                stream.next();
            }
        }
        assertAnswersAgain();
    }

    @Test
    void closing_the_engine_ends_its_open_streams() throws Exception {
        EngineHarness other = new EngineHarness(subject);
        ChatRequest stalling = subject.stallingChat();
        ChatRequest request = stalling == null ? subject.longChat() : stalling;
        ChatStream stream = other.chatEngine().chat(context(), subject.model(), request);
        CountDownLatch started = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ChatResult> pull =
                    threads.submit(() -> {
                        stream.next();
                        started.countDown();
                        return ChatAccumulator.drain(stream);
                    });
            assertThat(started.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            other.close();
            assertThat(endsWithinASecondOrTwenty(pull) || stalling == null).isTrue();
        }
        stream.close();
        other.close();
        assertThatThrownBy(() ->
                        EngineHarness.drain(() ->
                                other.chatEngine()
                                        .chat(context(), subject.model(), harness.shortChat())))
                .isInstanceOf(RuntimeException.class);
    }

    private ChatStream direct(ChatRequest request, Deadline deadline) {
        return harness.chatEngine().chat(context(deadline), subject.model(), request);
    }

    /// True when the pull ended with an exception, false when it had all its events before.
    private static boolean endsWithinASecondOrTwenty(Future<ChatResult> pull)
            throws InterruptedException {
        try {
            ChatResult result = pull.get(20, TimeUnit.SECONDS);
            assertThat(result.choices()).isNotEmpty();
            return false;
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(RuntimeException.class);
            return true;
        } catch (TimeoutException e) {
            throw new AssertionError("the pull went on", e);
        }
    }

    private void assertAnswersAgain() {
        ChatResult result = harness.chat(harness.shortChat());
        assertThat(result.choices().getFirst().text()).isNotBlank();
        assertThat(harness.admission.active()).isZero();
        assertThat(harness.admission.queued()).isZero();
    }
}
