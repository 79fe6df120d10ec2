package io.tidegate.agent.row;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The instants at which the wall clock of a zone shows the start of an interval; in a repeated hour
 * those of both passes. Immutable.
 */
public final class Grid {
    private final ZoneId zone;
    private final long length;

    public Grid(ZoneId zone, Duration interval) {
        this.zone = zone;
        this.length = interval.toSeconds();
    }

    /** The last start at or before that instant. */
    public Instant floor(Instant time) {
        ZoneOffset offset = zone.getRules().getOffset(time);
        Instant floor = floor(time, offset);
        var change = zone.getRules().previousTransition(time.plusNanos(1));
        if (change == null || !floor.isBefore(change.getInstant())) {
            return floor;
        }
        // Since the change no interval has begun: the last one began before it.
        return floor(change.getInstant().minusNanos(1), change.getOffsetBefore());
    }

    /** The first start after that instant. */
    public Instant after(Instant time) {
        Instant step = time;
        Instant floor = floor(time);
        Instant next;
        do {
            // A change may make an interval longer or shorter by half an hour.
            step = step.plusSeconds(60);
            next = floor(step);
        } while (!next.isAfter(floor) || !next.isAfter(time));
        return next;
    }

    /** The first start at or after that instant. */
    public Instant ceiling(Instant time) {
        Instant floor = floor(time);
        return floor.equals(time) ? floor : after(time);
    }

    private Instant floor(Instant time, ZoneOffset offset) {
        LocalDateTime wall = LocalDateTime.ofInstant(time, offset);
        long second = wall.toLocalTime().toSecondOfDay() / length * length;
        return wall.toLocalDate().atStartOfDay().plusSeconds(second).toInstant(offset);
    }
}
