package io.tidegate.agent.window;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The time at the source: asked at each read, reckoned between two. Whole milliseconds, so that no
 * database rounds a bound up. Used by one thread.
 */
final class SourceTime {
    private final Source source;
    private final Clock clock;
    private Instant asked;
    private long askedAt;

    SourceTime(Source source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    Instant ask() throws SourceException, InterruptedException {
        asked = source.now().truncatedTo(ChronoUnit.MILLIS);
        askedAt = clock.nanoTime();
        return asked;
    }

    /** Null if it was never asked. */
    Instant reckoned() {
        return asked == null ? null : asked.plus(Duration.ofNanos(clock.nanoTime() - askedAt));
    }
}
