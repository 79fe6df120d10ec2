package io.tidegate.agent.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;

/**
 * The one place that reads the clock. Waiting goes by {@link #nanoTime()}, labels by {@link
 * #instant()}.
 */
public interface Clock extends InstantSource {
    /** Monotone nanoseconds from an arbitrary start, not moved by clock changes. */
    long nanoTime();

    /** Waits for that long. */
    void sleep(Duration time) throws InterruptedException;

    /** The zone of the clock on the wall, for people. */
    default ZoneId zone() {
        return ZoneId.systemDefault();
    }

    /** The machine's clock. */
    static Clock system() {
        return new Clock() {
            @Override
            public Instant instant() {
                return Instant.now();
            }

            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void sleep(Duration time) throws InterruptedException {
                Thread.sleep(time);
            }
        };
    }
}
