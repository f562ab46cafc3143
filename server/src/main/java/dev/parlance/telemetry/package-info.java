/// What operators see: metrics in Prometheus' text format, liveness and readiness.
@NullMarked
package dev.parlance.telemetry;

import org.jspecify.annotations.NullMarked;
