package io.tidegate.agent.uplink;

import io.tidegate.agent.loop.Clock;

import java.time.Duration;

/**
 * How large a body may be, as far as this process has seen: bodies at or above the smallest that
 * was refused with 413 are halved before they are sent for the first time, unless a larger one got
 * through. What was seen is believed for an hour, then one batch goes whole again and tells. Owned
 * by the delivery thread.
 */
final class BodyLimit {
    /**
     * What is refused though it is smaller is not refused for its size: one odd answer must not cut
     * every later batch into single rows.
     */
    private static final int SMALLEST = 16 * 1024;

    private static final Duration BELIEVED = Duration.ofHours(1);

    private final Clock clock;
    private Seen passed;
    private Seen refused;

    private record Seen(int bytes, long at) {}

    BodyLimit(Clock clock) {
        this.clock = clock;
        this.passed = seen(0);
        this.refused = seen(Integer.MAX_VALUE);
    }

    private Seen seen(int bytes) {
        return new Seen(bytes, clock.nanoTime());
    }

    /** A body of that size arrived. */
    void passed(int bytes) {
        forget();
        if (bytes > passed.bytes()) {
            passed = seen(bytes);
        }
        if (bytes >= refused.bytes()) {
            refused = seen(Integer.MAX_VALUE);
        }
    }

    /** A body was refused for being that large. */
    void refused(int bytes) {
        forget();
        if (bytes >= SMALLEST && bytes > passed.bytes() && bytes < refused.bytes()) {
            refused = seen(bytes);
        }
    }

    /** Whether a body of that size can be expected to get through. */
    boolean lets(int bytes) {
        forget();
        return bytes < refused.bytes();
    }

    private void forget() {
        if (isOld(passed)) {
            passed = seen(0);
        }
        if (isOld(refused)) {
            refused = seen(Integer.MAX_VALUE);
        }
    }

    private boolean isOld(Seen seen) {
        return clock.nanoTime() - seen.at() > BELIEVED.toNanos();
    }
}
