package dev.parlance.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.access.Caller;
import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Deadline;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.chat.ChatAccumulator;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatResult;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.chat.Role;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Many callers at once, with conversations that go on, cancellations, deadlines, wrong requests
/// and readers that dawdle. Some seconds by default; `-Dtests.soak=<seconds>` for longer.
class SoakTest {
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime());
    private static final long SECONDS = Long.getLong("tests.soak", 4);
    private static final int CALLERS = 8;

    private final MeterProbe meter = new MeterProbe();
    // What greedy requests were answered, whoever asked and whatever ran beside.
    private final Map<List<ChatMessage>, String> answers = new ConcurrentHashMap<>();

    private final AtomicInteger compared = new AtomicInteger();
    private final AtomicInteger different = new AtomicInteger();

    @Test
    void nothing_is_lost_mixed_up_or_left_behind() throws Exception {
        LlamaSettings settings = BuiltinSubject.settings().withSlots(3, 256);
        try (LlamaEngine engine = new LlamaEngine(settings, Clock.systemUTC(), meter);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
            List<Future<Integer>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                Random random = new Random(SEED + i);
                String name = "caller" + i;
                callers.add(threads.submit(() -> new Guest(engine, name, random).callUntil(end)));
            }
            int finished = 0;
            for (Future<Integer> caller : callers) {
                finished += caller.get();
            }
            assertThat(finished).as("-Dtests.seed=%d", SEED).isPositive();
            // Two tokens may be so close that the order of a sum decides, but seldom.
            assertThat(different.get() * 20)
                    .as("-Dtests.seed=%d, %s differ", SEED, different)
                    .isLessThanOrEqualTo(compared.get());
            awaitNobody();
            assertThat(meter.now.get().heldTokens())
                    .isLessThanOrEqualTo(meter.now.get().capacity());
            assertThat(meter.cachedTokens.get()).isPositive();
        }
        assertThat(meter.now.get().slots()).isZero();
    }

    private void awaitNobody() throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (meter.now.get().active() + meter.now.get().waiting() > 0) {
            assertThat(System.nanoTime()).as("-Dtests.seed=%d", SEED).isLessThan(end);
            Thread.sleep(5);
        }
    }

    /// One caller; counts its requests that came to their end.
    private final class Guest {
        private final LlamaEngine engine;
        private final String name;
        private final Random random;
        private final List<ChatMessage> conversation = new ArrayList<>();

        Guest(LlamaEngine engine, String name, Random random) {
            this.engine = engine;
            this.name = name;
            this.random = random;
        }

        int callUntil(long end) throws InterruptedException {
            int finished = 0;
            while (System.nanoTime() < end) {
                try {
                    finished += call();
                } catch (ApiException e) {
                    assertThat(e.problem())
                            .as("-Dtests.seed=%d", SEED)
                            .isInstanceOfAny(
                                    ApiProblem.ContextTooLong.class,
                                    ApiProblem.InvalidRequest.class,
                                    ApiProblem.Overloaded.class,
                                    ApiProblem.DeadlineExceeded.class);
                    conversation.clear();
                }
            }
            return finished;
        }

        private int call() throws InterruptedException {
            if (conversation.size() > 6 || random.nextInt(4) == 0) {
                conversation.clear();
            }
            conversation.add(ChatMessage.of(Role.USER, "Question " + random.nextInt(5)));
            ChatRequest request =
                    ChatRequest.of(BuiltinSubject.MODEL, conversation)
                            .withMaxTokens(12)
                            .withSampling(Sampling.DEFAULT.with(SamplingParameter.TEMPERATURE, 0));
            return switch (random.nextInt(8)) {
                case 0 -> cancelled(request.withN(1 + random.nextInt(4)));
                case 1 -> wrong(request);
                case 2 -> late(request.withMaxTokens(200));
                case 3 -> whole(request, 1 + random.nextInt(3), true);
                default -> whole(request, 1 + random.nextInt(2), false);
            };
        }

        private int whole(ChatRequest request, int n, boolean dawdles) throws InterruptedException {
            List<ChatMessage> asked = List.copyOf(conversation);
            ChatAccumulator accumulator = new ChatAccumulator();
            try (ChatStream stream = open(request.withN(n), Duration.ofMinutes(2))) {
                while (stream.hasNext()) {
                    accumulator.add(stream.next());
                    if (dawdles) {
                        Thread.sleep(2);
                    }
                }
            }
            ChatResult result = accumulator.result();
            for (ChatResult.Choice choice : result.choices()) {
                String before = answers.putIfAbsent(asked, choice.text());
                compared.incrementAndGet();
                if (before != null && !before.equals(choice.text())) {
                    different.incrementAndGet();
                }
            }
            conversation.add(ChatMessage.of(Role.ASSISTANT, result.choices().getFirst().text()));
            return 1;
        }

        private int cancelled(ChatRequest request) {
            try (ChatStream stream = open(request, Duration.ofMinutes(2))) {
                for (int i = random.nextInt(8); i > 0 && stream.hasNext(); i--) {
                    stream.next();
                }
            }
            conversation.clear();
            return 0;
        }

        private int wrong(ChatRequest request) {
            boolean tooLong = random.nextBoolean();
            ChatMessage message = ChatMessage.of(Role.USER, "far too long ".repeat(200));
            ChatRequest bad =
                    tooLong
                            ? request.withMessages(List.of(message))
                            : request.withStop(List.of(""));
            open(bad, Duration.ofMinutes(2)).close();
            throw new AssertionError("a wrong request was taken");
        }

        private int late(ChatRequest request) {
            Duration soon = Duration.ofMillis(1 + random.nextInt(40));
            try (ChatStream stream = open(request, soon)) {
                ChatAccumulator.drain(stream);
            }
            conversation.clear();
            return 0;
        }

        private ChatStream open(ChatRequest request, Duration time) {
            CallContext context =
                    new CallContext(
                            new Caller(name, Set.of(), List.of(), false, null),
                            "soak",
                            Deadline.after(time),
                            CompatProfile.OPENAI,
                            false,
                            new Dispositions());
            return engine.chat(context, BuiltinSubject.MODEL, request);
        }
    }
}
