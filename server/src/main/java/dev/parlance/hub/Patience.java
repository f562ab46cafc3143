package dev.parlance.hub;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// How often something is tried again, and after how long: twice as long each time, with some
/// chance in it, or as long as the hub says. What brings anything new starts the count anew.
final class Patience {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final int MAX_DOUBLINGS = 5;

    private final HubSettings settings;
    private final Pause pause;
    private final PullProgress progress;
    private int failures;

    Patience(HubSettings settings, Pause pause, PullProgress progress) {
        this.settings = settings;
        this.pause = pause;
        this.progress = progress;
    }

    /// Something new came.
    void reward() {
        failures = 0;
    }

    /// Waits for the next attempt after a broken connection.
    ///
    /// @throws HubException when there have been enough
    void spend(IOException why) {
        String reason =
                why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
        spend("the connection broke (" + reason + ")", backOff(), why);
    }

    /// Waits for the next attempt after a status that may pass.
    ///
    /// @throws HubException when there have been enough, or the hub asks for too long a wait
    void spend(HubHttp.Answer answer) {
        Duration wait = answer.header("Retry-After").map(Patience::retryAfter).orElse(backOff());
        if (wait.compareTo(settings.longestWait()) > 0) {
            throw new HubException(
                    "The hub answers "
                            + answer.status()
                            + " and asks to come back in "
                            + wait.toSeconds()
                            + " seconds. What is here is kept; pull again then.");
        }
        spend("the hub answers " + answer.status(), wait, null);
    }

    private void spend(String reason, Duration wait, @Nullable IOException why) {
        failures++;
        if (failures >= settings.attempts()) {
            throw new HubException(
                    "Given up after "
                            + failures
                            + " attempts: "
                            + reason
                            + ". What is here is kept; pull again to go on.",
                    why);
        }
        progress.notice(reason + "; trying again in " + Math.max(1, wait.toSeconds()) + " s");
        try {
            pause.take(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the thread was interrupted");
        }
    }

    private Duration backOff() {
        long millis = FIRST.toMillis() << Math.min(failures, MAX_DOUBLINGS);
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }

    private static Duration retryAfter(String value) {
        try {
            return Duration.ofSeconds(Math.max(0, Long.parseLong(value.strip())));
        } catch (NumberFormatException _) {
            try {
                Instant then =
                        ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant();
                Duration wait = Duration.between(Instant.now(), then);
                return wait.isNegative() ? Duration.ZERO : wait;
            } catch (DateTimeException _) {
                return FIRST;
            }
        }
    }

    /// True for statuses that may be gone the next time.
    static boolean mayPass(int status) {
        return status == 408 || status == 425 || status == 429 || (status >= 500 && status != 501);
    }
}
