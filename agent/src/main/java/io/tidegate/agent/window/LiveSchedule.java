package io.tidegate.agent.window;

import io.tidegate.agent.row.Grid;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

import java.time.Duration;
import java.time.Instant;

/**
 * When the live read is due, and how much of the look-back it covers. Waits go by nanoseconds, ends
 * of intervals by the source's time. Used by one thread.
 */
final class LiveSchedule {
    /** How much of the look-back a read covers. */
    enum Span {
        /** The last two windows. */
        LAST,
        /** Those, and every window that holds an open agent-status span. */
        OPEN,
        /** All of it. */
        WHOLE
    }

    private static final Duration FAST = Duration.ofMinutes(5);
    private static final Duration OPEN_PERIOD = Duration.ofMinutes(1);
    private static final Duration WHOLE_PERIOD = Duration.ofMinutes(15);
    private static final Duration ASKED_PERIOD = Duration.ofSeconds(10);
    private static final Duration HELD_PERIOD = Duration.ofMinutes(1);
    private static final Duration HELD_LONGEST = Duration.ofMinutes(4);

    private final Duration poll;
    private final Settled settled;
    private final boolean spans;
    private long lastAny;
    private long lastOpen;
    private long lastWhole;
    private long lastHeld;
    private Duration heldPeriod = HELD_PERIOD;
    private Instant nextEnd;
    private boolean read;
    private boolean asked = true;

    LiveSchedule(SourceConfig source, DataType data) {
        SourceConfig.Sql sql = Cut.sql(source);
        this.poll = sql.poll();
        this.spans = data == DataType.AGENT_STATUS;
        this.settled = Settled.of(source, data);
    }

    /** Asks for a read of the whole look-back soon. */
    void askForWhole() {
        asked = true;
    }

    /**
     * Whether a read of a part of the look-back should look at its held windows too: a minute after
     * one was held, then after two, then every four.
     */
    boolean isHeldDue(long nanos) {
        return passed(nanos, lastHeld, heldPeriod);
    }

    /**
     * A read that looked at held windows, or found some, has succeeded.
     *
     * @param began when it began
     * @param still whether any is still held
     * @param newly whether any was not held before
     */
    void lookedAtHeld(long began, boolean still, boolean newly) {
        Duration twice = heldPeriod.multipliedBy(2);
        Duration longer = twice.compareTo(HELD_LONGEST) < 0 ? twice : HELD_LONGEST;
        heldPeriod = still && !newly ? longer : HELD_PERIOD;
        lastHeld = began;
    }

    /** Up to where rows are final enough to be read at that time of the source. */
    Instant bound(Instant now) {
        return settled.bound(now);
    }

    /**
     * What is due; null if nothing is.
     *
     * @param source the source's time as reckoned; null before it was asked
     */
    Span due(long nanos, Instant source) {
        if (!read || source == null) {
            return Span.WHOLE;
        }
        if (asked && passed(nanos, lastWhole, ASKED_PERIOD)) {
            return Span.WHOLE;
        }
        return isFast() ? dueFast(nanos, source) : dueWhole(nanos, source);
    }

    private boolean isFast() {
        return poll.compareTo(FAST) < 0;
    }

    private Span dueWhole(long nanos, Instant source) {
        boolean due =
                settled.grid().isEmpty()
                        ? passed(nanos, lastWhole, poll)
                        : intervalHasEnded(source);
        return due ? Span.WHOLE : null;
    }

    private Span dueFast(long nanos, Instant source) {
        boolean whole =
                settled.grid().isEmpty()
                        ? passed(nanos, lastWhole, WHOLE_PERIOD)
                        : intervalHasEnded(source);
        if (whole) {
            return Span.WHOLE;
        }
        if (!passed(nanos, lastAny, poll)) {
            return null;
        }
        return spans && passed(nanos, lastOpen, OPEN_PERIOD) ? Span.OPEN : Span.LAST;
    }

    private boolean intervalHasEnded(Instant source) {
        return !source.isBefore(nextEnd);
    }

    private static boolean passed(long now, long since, Duration period) {
        return now - since >= period.toNanos();
    }

    /**
     * A read has succeeded.
     *
     * @param began when it began
     */
    void done(Span span, long began, Instant bound) {
        read = true;
        lastAny = began;
        lastOpen = span == Span.LAST ? lastOpen : began;
        if (span == Span.WHOLE) {
            lastWhole = began;
            asked = false;
        }
        nextEnd = settled.grid().map(g -> nextEnd(g, bound).plus(settled.settle())).orElse(null);
    }

    /** The end of an interval that lies one poll after the bound, at least one interval. */
    private Instant nextEnd(Grid grid, Instant bound) {
        Instant end = grid.floor(bound.plus(poll));
        return end.isAfter(bound) ? end : grid.after(bound);
    }
}
