package io.tidegate.agent.uplink;

import io.tidegate.agent.loop.Clock;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Waits between tries, the longer the more of them failed, spread by chance so that a thousand
 * connectors do not come back at once. Owned by the delivery thread.
 */
final class Backoff {
    private static final int DOUBLINGS = 20;

    private final Clock clock;
    private final RandomGenerator random;
    private int failures;
    private long dueAt;
    private boolean waiting;
    private Instant until = Instant.EPOCH;

    Backoff(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** How often it failed since it last did not. */
    int failures() {
        return failures;
    }

    /** Whether the wait is over. */
    boolean due() {
        return !waiting || clock.nanoTime() - dueAt >= 0;
    }

    /** Until when it waits; empty if it does not. */
    Optional<Instant> until() {
        return due() ? Optional.empty() : Optional.of(until);
    }

    /** How much longer it waits; zero if it does not. */
    Duration left() {
        return due() ? Duration.ZERO : Duration.ofNanos(dueAt - clock.nanoTime());
    }

    void failed(Pace pace, Optional<Duration> atLeast) {
        Duration chosen = chosen(pace);
        Duration wait = atLeast.filter(least -> least.compareTo(chosen) > 0).orElse(chosen);
        failures++;
        waiting = true;
        dueAt = clock.nanoTime() + wait.toNanos();
        until = clock.instant().plus(wait);
    }

    private Duration chosen(Pace pace) {
        long least = pace.least().toMillis();
        long grown = pace.first().toMillis() << Math.min(failures, DOUBLINGS);
        long most = Math.clamp(grown, least, pace.most().toMillis());
        return Duration.ofMillis(least + (long) (random.nextDouble() * (most - least)));
    }

    void succeeded() {
        failures = 0;
        waiting = false;
    }
}
