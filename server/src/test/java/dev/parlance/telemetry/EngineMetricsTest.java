package dev.parlance.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.engine.EngineMeter;
import dev.parlance.core.engine.EngineMeter.Computation;
import dev.parlance.core.engine.EngineMeter.Occupation;
import dev.parlance.core.model.ModelId;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineMetricsTest {
    private static final ModelId MODEL = new ModelId("m");
    private static final String OF = "{gen_ai_response_model=\"m\",";

    private final Metrics metrics = new Metrics();
    private final EngineMeter meter = metrics.engines();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void steps_are_told_apart_by_what_is_in_them() {
        meter.computed(MODEL, new Computation(256, 0, Duration.ofSeconds(2)));
        meter.computed(MODEL, new Computation(0, 4, Duration.ofMillis(500)));
        meter.computed(MODEL, new Computation(60, 4, Duration.ofSeconds(1)));

        assertThat(metrics.scrape())
                .contains("parlance_engine_tokens_total" + OF + "phase=\"prefill\"} 316.0")
                .contains("parlance_engine_tokens_total" + OF + "phase=\"decode\"} 8.0")
                .contains("parlance_engine_step_duration_seconds_sum" + OF + "kind=\"prefill\"} 2")
                .contains("parlance_engine_step_duration_seconds_sum" + OF + "kind=\"decode\"} 0.5")
                .contains("parlance_engine_step_duration_seconds_sum" + OF + "kind=\"mixed\"} 1");
    }

    @Test
    void the_prefix_cache_counts_hits_and_tokens() {
        meter.prompted(MODEL, 100, 80);
        meter.prompted(MODEL, 50, 0);
        meter.evicted(MODEL, 30);

        assertThat(metrics.scrape())
                .contains("parlance_engine_prefix_lookups_total" + OF + "result=\"hit\"} 1")
                .contains("parlance_engine_prefix_lookups_total" + OF + "result=\"miss\"} 1")
                .contains("parlance_engine_prefix_tokens_total" + OF + "result=\"cached\"} 80")
                .contains("parlance_engine_prefix_tokens_total" + OF + "result=\"computed\"} 70")
                .contains("parlance_engine_evicted_tokens_total" + OF + "of=\"sequence\"} 30");
    }

    @Test
    void what_a_model_is_busy_with_is_shown_as_it_is_now() {
        meter.occupied(MODEL, new Occupation(3, 4, 4, 7, 900, 2048));
        meter.occupied(MODEL, new Occupation(2, 4, 4, 7, 900, 2048));
        meter.started(MODEL, Duration.ofMillis(30));

        assertThat(metrics.scrape())
                .contains("parlance_engine_replies" + OF + "state=\"waiting\"} 2")
                .contains("parlance_engine_replies" + OF + "state=\"active\"} 4")
                .contains("parlance_engine_kept_sequences" + OF + "state=\"idle\"} 7")
                .contains("parlance_engine_context_tokens" + OF + "state=\"held\"} 900")
                .contains("parlance_engine_queue_duration_seconds_count{for=\"slot\",");
    }

    @Test
    void loads_unloads_and_memory_are_told() {
        meter.loaded(MODEL, Duration.ofSeconds(3), true);
        meter.loaded(MODEL, Duration.ofSeconds(1), false);
        meter.unloaded(MODEL);
        meter.memory(1000, 4000);

        assertThat(metrics.scrape())
                .contains("parlance_engine_load_duration_seconds_sum" + OF + "result=\"loaded\"} 3")
                .contains("parlance_engine_load_duration_seconds_sum" + OF + "result=\"failed\"} 1")
                .contains("parlance_engine_unloads_total" + OF + "of=\"model\"} 1.0")
                .contains("parlance_engine_memory_bytes{state=\"taken\"} 1000.0")
                .contains("parlance_engine_memory_bytes{state=\"budget\"} 4000.0");
    }
}
