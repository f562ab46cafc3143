package dev.parlance.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.problem.ApiProblem;
import dev.parlance.core.usage.LedgerEntry;
import dev.parlance.core.usage.LedgerEntry.Outcome;
import dev.parlance.core.usage.Operation;
import dev.parlance.core.usage.Timings;
import dev.parlance.core.usage.Usage;
import dev.parlance.http.HttpObserver.Finished;
import dev.parlance.http.Route;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final String LABELS =
            "gen_ai_operation_name=\"chat\",gen_ai_response_model=\"m\"";

    private final Metrics metrics = new Metrics();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void a_call_counts_tokens_and_times() {
        metrics.record(entry("m", Outcome.FINISHED, null));
        metrics.record(entry("m", Outcome.FINISHED, null));

        assertThat(metrics.scrape())
                .contains("gen_ai_server_request_duration_seconds_count{" + LABELS + "} 2")
                .contains("gen_ai_server_request_duration_seconds_sum{" + LABELS + "} 4.0")
                .contains(
                        "gen_ai_server_request_duration_seconds_bucket{"
                                + LABELS
                                + ",le=\"2.56\"} 2")
                .contains("gen_ai_server_time_to_first_token_seconds_sum{" + LABELS + "} 1.0")
                .contains("gen_ai_server_time_per_output_token_seconds_sum{" + LABELS + "} 1.0")
                .contains("parlance_queue_duration_seconds_sum{" + LABELS + "} 0.2")
                .contains(
                        "gen_ai_server_tokens_total{"
                                + LABELS
                                + ",gen_ai_token_type=\"input\"} 20.0")
                .contains(
                        "gen_ai_server_tokens_total{"
                                + LABELS
                                + ",gen_ai_token_type=\"output\"} 8.0")
                .contains(
                        "gen_ai_server_cache_read_tokens_total{"
                                + LABELS
                                + ",gen_ai_token_type=\"input\"} 6.0")
                .contains(
                        "gen_ai_server_reasoning_tokens_total{"
                                + LABELS
                                + ",gen_ai_token_type=\"output\"} 2.0");
    }

    @Test
    void outcomes_are_counted_with_whose_fault_it_was() {
        metrics.record(entry("m", Outcome.FINISHED, null));
        metrics.record(entry("m", Outcome.CANCELLED, null));
        metrics.record(entry(null, Outcome.FAILED, ApiProblem.Kind.CLIENT));

        assertThat(metrics.scrape())
                .contains(
                        "parlance_calls_total{error_type=\"none\","
                                + LABELS
                                + ",outcome=\"finished\"} 1.0")
                .contains(
                        "parlance_calls_total{error_type=\"none\","
                                + LABELS
                                + ",outcome=\"cancelled\"} 1.0")
                .contains(
                        "parlance_calls_total{error_type=\"client\",gen_ai_operation_name=\"chat\","
                                + "gen_ai_response_model=\"other\",outcome=\"failed\"} 1.0");
    }

    @Test
    void models_past_the_limit_share_a_label() {
        for (int i = 0; i < Metrics.MAX_MODELS + 50; i++) {
            metrics.record(entry("model-" + i, Outcome.FINISHED, null));
        }

        String scrape = metrics.scrape();
        assertThat(scrape).contains("model-199\"").doesNotContain("model-200\"");
        assertThat(scrape)
                .contains(
                        "gen_ai_server_request_duration_seconds_count{gen_ai_operation_name=\"chat\","
                                + "gen_ai_response_model=\"other\"} 50");
    }

    @Test
    void requests_are_counted_by_pattern_and_status() {
        Route route = Route.get("/v1/models/{name+}", call -> {});
        metrics.started();
        metrics.streaming();
        metrics.started();
        assertThat(metrics.scrape())
                .contains("http_server_active_requests 2.0")
                .contains("http_server_active_streams 1.0");
        metrics.finished(new Finished("GET", route, 200, true, Duration.ofMillis(5)));
        metrics.finished(new Finished("OTHER", null, 404, false, Duration.ofMillis(5)));

        assertThat(metrics.scrape())
                .contains("http_server_active_requests 0.0")
                .contains("http_server_active_streams 0.0")
                .contains(
                        "http_server_request_duration_seconds_count{http_request_method=\"GET\","
                                + "http_response_status_code=\"200\","
                                + "http_route=\"/v1/models/{name+}\"} 1")
                .contains(
                        "http_server_request_duration_seconds_count{http_request_method=\"OTHER\","
                                + "http_response_status_code=\"404\",http_route=\"none\"} 1");
    }

    @Test
    void the_jvm_is_described() {
        assertThat(metrics.scrape())
                .contains("jvm_memory_used_bytes", "jvm_threads_live_threads", "process_uptime");
    }

    private static LedgerEntry entry(
            @Nullable String model, Outcome outcome, ApiProblem.@Nullable Kind failure) {
        return new LedgerEntry(
                "req_1",
                Instant.EPOCH,
                "caller",
                Operation.CHAT,
                "alias",
                model,
                model == null ? null : "engine",
                new Usage(10, 4, 3, 1, false),
                new Timings(
                        Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(2), 4),
                outcome,
                failure);
    }
}
