package io.tidegate.agent.loop;

import java.time.Duration;
import java.time.Instant;

/** A clock that is turned by hand. Sleeping turns it. Thread-safe. */
public final class TestClock implements Clock {
    private Instant now;
    private long nanos;
    private boolean ticks;

    public TestClock(Instant start) {
        now = start;
    }

    public static TestClock at(String start) {
        return new TestClock(Instant.parse(start));
    }

    public synchronized void advance(Duration by) {
        now = now.plus(by);
        nanos += by.toNanos();
    }

    /** Moves the wall clock alone, as a clock correction does. */
    public synchronized void setInstant(Instant to) {
        now = to;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /** From now on each look is later than the one before, as with a real clock. */
    public TestClock ticking() {
        ticks = true;
        return this;
    }

    @Override
    public synchronized long nanoTime() {
        return ticks ? nanos++ : nanos;
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        advance(time);
    }
}
