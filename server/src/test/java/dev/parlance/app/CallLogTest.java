package dev.parlance.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.problem.ApiProblem.Kind;
import dev.parlance.core.usage.LedgerEntry;
import dev.parlance.core.usage.LedgerEntry.Outcome;
import dev.parlance.core.usage.Operation;
import dev.parlance.core.usage.Timings;
import dev.parlance.core.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallLogTest {
    private static LedgerEntry entry(
            @Nullable String response, Outcome outcome, @Nullable Kind kind) {
        return new LedgerEntry(
                "req_1",
                Instant.EPOCH,
                "ada",
                Operation.CHAT,
                "gpt-4o",
                response,
                response == null ? null : "llama",
                Usage.of(3, 5),
                new Timings(
                        Duration.ofMillis(1),
                        response == null ? null : Duration.ofMillis(20),
                        Duration.ofMillis(300),
                        5),
                outcome,
                kind);
    }

    @Test
    void a_call_is_one_line_without_what_was_said() {
        assertThat(CallLog.line(entry("house", Outcome.FINISHED, null)))
                .isEqualTo(
                        "chat finished model=gpt-4o->house caller=ada in=3 out=5"
                                + " queued=1ms first=20ms total=300ms id=req_1");
        assertThat(CallLog.line(entry(null, Outcome.FAILED, Kind.CAPACITY)))
                .isEqualTo(
                        "chat failed (capacity) model=gpt-4o caller=ada in=3 out=5"
                                + " queued=1ms total=300ms id=req_1");
    }

    @Test
    void every_entry_is_passed_on() {
        List<LedgerEntry> passed = new ArrayList<>();
        LedgerEntry entry = entry("gpt-4o", Outcome.CANCELLED, null);
        new CallLog(passed::add).record(entry);
        assertThat(passed).containsExactly(entry);
        assertThat(CallLog.line(entry)).startsWith("chat cancelled model=gpt-4o caller=ada");
    }
}
