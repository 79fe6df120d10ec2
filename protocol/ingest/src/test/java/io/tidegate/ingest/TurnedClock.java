package io.tidegate.ingest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that is turned by hand. Thread-safe. */
final class TurnedClock implements InstantSource {
    private Instant now = Instant.parse("2026-11-20T10:00:00Z");

    @Override
    public synchronized Instant instant() {
        return now;
    }

    synchronized void turn(Duration by) {
        now = now.plus(by);
    }
}
