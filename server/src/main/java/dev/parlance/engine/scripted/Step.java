package dev.parlance.engine.scripted;

import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.problem.ApiProblem;
import java.time.Duration;

/// What a performance does next.
sealed interface Step {
    /// Says something after a pause.
    record Say(Duration pause, ChatEvent event) implements Step {}

    /// Breaks off.
    record Fail(ApiProblem problem) implements Step {}

    /// Says nothing more until the caller's time is over.
    record Hang() implements Step {}
}
