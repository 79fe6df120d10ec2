package io.tidegate.agent.uplink.wire;

import io.tidegate.agent.loop.Clock;

import java.time.Duration;
import java.time.Instant;

/** Since when a connection stands, and since when it stands unused. */
final class Idleness {
    /**
     * A connection that was in use a moment ago and is cut was not found dead: whatever cut it may
     * do so again.
     */
    private static final Duration MAY_BE_DEAD = Duration.ofSeconds(2);

    private final Clock clock;
    private final Instant made;
    private long unused;

    Idleness(Clock clock) {
        this.clock = clock;
        this.made = clock.instant();
    }

    /** When the connection was made. */
    Instant since() {
        return made;
    }

    void begin() {
        unused = clock.nanoTime();
    }

    boolean atLeast(Duration time) {
        return clock.nanoTime() - unused >= time.toNanos();
    }

    boolean longEnoughToBeDead() {
        return atLeast(MAY_BE_DEAD);
    }
}
