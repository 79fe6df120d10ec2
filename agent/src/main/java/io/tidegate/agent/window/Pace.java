package io.tidegate.agent.window;

import io.tidegate.agent.loop.Clock;

/**
 * Keeps the share of time that history is being read below the source's budget: after a read that
 * took t, the next waits t * (1 / load - 1). The live read is not paced. Used by one thread.
 */
final class Pace {
    private final Clock clock;
    private final double load;
    private long notBefore;
    private boolean waits;

    /**
     * @param load above 0 to 1
     */
    Pace(Clock clock, double load) {
        this.clock = clock;
        this.load = load;
    }

    /** The source was kept busy for that many nanoseconds, up to now. */
    void worked(long nanos) {
        long wait = (long) (nanos * (1 / load - 1));
        notBefore = clock.nanoTime() + wait;
        waits = wait > 0;
    }

    boolean isResting() {
        waits = waits && clock.nanoTime() - notBefore < 0;
        return waits;
    }
}
