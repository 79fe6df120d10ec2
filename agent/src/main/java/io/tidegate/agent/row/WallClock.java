package io.tidegate.agent.row;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * The one place that says what a wall-clock time means in a zone, by the rules of java.time. A
 * wall-clock time counts the microseconds since 1970-01-01T00:00 on that wall; an instant those
 * since 1970-01-01T00:00:00Z. Remembers the offset of the time between two clock changes. Used by
 * one thread.
 */
public final class WallClock {
    /** What {@link #instant} says of a wall-clock time that clocks going forward leave out. */
    public static final long NEVER = Long.MIN_VALUE + 1;

    /** What {@link #instant} says of a wall-clock time that clocks going back show twice. */
    public static final long TWICE = Long.MIN_VALUE + 2;

    private static final long SECOND = 1_000_000;

    private final ZoneRules rules;
    private final long late;
    private long plainFrom = Long.MAX_VALUE;
    private long plainTo = Long.MIN_VALUE;
    private long plainOffset;

    public WallClock(ZoneId zone) {
        this(zone, Duration.ZERO);
    }

    private WallClock(ZoneId zone, Duration late) {
        this.rules = zone.getRules();
        this.late = late.toNanos() / 1_000;
    }

    /**
     * A clock for the ends of intervals. It takes them as a clock shows them and as those write
     * them who add the length to the beginning, which differs only where clocks change: an interval
     * from 01:45 on that ends as clocks jump from 02:00 to 03:00 may be said to end at either, and
     * the last one before they go back from 03:00 to 02:00 as well.
     *
     * @param length of the intervals
     */
    public static WallClock ofEnds(ZoneId zone, Duration length) {
        return new WallClock(zone, length);
    }

    /** That wall-clock time in microseconds, what is finer is cut off. */
    public static long wall(LocalDateTime time) {
        return time.toEpochSecond(ZoneOffset.UTC) * SECOND + time.getNano() / 1_000;
    }

    /** Whether {@link #instant} named no instant. */
    static boolean isOpen(long instant) {
        return instant == NEVER || instant == TWICE;
    }

    /** The instant of a wall-clock time, or {@link #NEVER} or {@link #TWICE}. */
    public long instant(long wall) {
        if (wall >= plainFrom && wall < plainTo) {
            return wall - plainOffset;
        }
        ZoneOffsetTransition change = change(wall);
        if (change != null) {
            return change.isOverlap() ? TWICE : inGap(wall);
        }
        learn(wall);
        return wall - plainOffset;
    }

    /** A time that the clock left out may still be the end of what began before. */
    private long inGap(long wall) {
        boolean begunBefore = late > 0 && rules.getTransition(time(wall - late)) == null;
        return begunBefore ? instant(wall - late) + late : NEVER;
    }

    /** Whether that offset from UTC, in seconds, is the zone's at that instant. */
    boolean isOffset(long instant, long seconds) {
        return offset(instant) == seconds || offset(instant - late) == seconds;
    }

    private long offset(long instant) {
        return rules.getOffset(Instant.EPOCH.plus(instant, ChronoUnit.MICROS)).getTotalSeconds();
    }

    /** Whether a time comes twice only for those who add the length to the beginning. */
    boolean isTwiceBySum(long wall) {
        return rules.getTransition(time(wall)) == null;
    }

    /** The earlier instant of a wall-clock time that comes twice. */
    public long first(long wall) {
        return wall - change(wall).getOffsetBefore().getTotalSeconds() * SECOND;
    }

    /** The later instant of a wall-clock time that comes twice. */
    public long second(long wall) {
        return wall - change(wall).getOffsetAfter().getTotalSeconds() * SECOND;
    }

    /** The instant at which clocks change such that this time comes twice or never. */
    public long changeAt(long wall) {
        return change(wall).toEpochSecond() * SECOND;
    }

    /**
     * Where to begin on the wall so as to see every row from that instant on. Monotone. Within a
     * repeated period it is the period's beginning: rows before the instant may come too.
     */
    public LocalDateTime from(Instant instant) {
        LocalDateTime begin = begin(instant);
        LocalDateTime bySum = plus(begin(minus(instant)));
        return bySum.isBefore(begin) ? bySum : begin;
    }

    private LocalDateTime begin(Instant instant) {
        LocalDateTime wall = wall(instant.truncatedTo(ChronoUnit.MICROS));
        ZoneOffsetTransition change = rules.getTransition(wall);
        return change == null ? wall : change.getDateTimeAfter();
    }

    /**
     * Where to end on the wall (exclusive) so as to see every row before that instant. Monotone.
     * Within a repeated period it is the period's end: rows after the instant may come too. Equals
     * {@link #from} wherever no repeated period is cut, so that pieces of time adjoin on the wall;
     * ends of intervals may overlap where the clock changes.
     */
    public LocalDateTime to(Instant instant) {
        LocalDateTime end = end(ceiling(instant));
        LocalDateTime bySum = plus(end(ceiling(minus(instant))));
        return bySum.isAfter(end) ? bySum : end;
    }

    private LocalDateTime end(Instant end) {
        LocalDateTime wall = wall(end);
        ZoneOffsetTransition change = rules.getTransition(wall);
        if (change == null || isBeginning(end, wall, change)) {
            return wall;
        }
        return change.getDateTimeBefore();
    }

    private Instant minus(Instant instant) {
        return instant.minus(late, ChronoUnit.MICROS);
    }

    private LocalDateTime plus(LocalDateTime wall) {
        return wall.plus(late, ChronoUnit.MICROS);
    }

    private static boolean isBeginning(
            Instant instant, LocalDateTime wall, ZoneOffsetTransition change) {
        return wall.equals(change.getDateTimeAfter()) && instant.isBefore(change.getInstant());
    }

    /** An end in whole microseconds that leaves out no microsecond before it. */
    public static Instant ceiling(Instant instant) {
        Instant floor = instant.truncatedTo(ChronoUnit.MICROS);
        return floor.equals(instant) ? instant : floor.plus(1, ChronoUnit.MICROS);
    }

    private LocalDateTime wall(Instant instant) {
        return LocalDateTime.ofInstant(instant, rules.getOffset(instant));
    }

    /** The change that leaves out or repeats this wall-clock time; null if none does. */
    private ZoneOffsetTransition change(long wall) {
        ZoneOffsetTransition change = rules.getTransition(time(wall));
        if (change != null || late == 0) {
            return change;
        }
        ZoneOffsetTransition before = rules.getTransition(time(wall - late));
        return before != null && before.isOverlap() ? before : null;
    }

    private static LocalDateTime time(long wall) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(wall, SECOND),
                (int) Math.floorMod(wall, SECOND) * 1_000,
                ZoneOffset.UTC);
    }

    private void learn(long wall) {
        LocalDateTime time = time(wall);
        ZoneOffset offset = rules.getOffset(time);
        Instant instant = time.toInstant(offset);
        ZoneOffsetTransition next = rules.nextTransition(instant);
        ZoneOffsetTransition last = rules.previousTransition(instant.plusNanos(1));
        plainOffset = offset.getTotalSeconds() * SECOND;
        plainFrom = last == null ? TWICE + 1 : latest(last) + late;
        plainTo = next == null ? Long.MAX_VALUE : earliest(next);
    }

    /** The wall-clock time from which on a change has no hold. */
    private static long latest(ZoneOffsetTransition change) {
        return Math.max(wall(change.getDateTimeBefore()), wall(change.getDateTimeAfter()));
    }

    /** The wall-clock time up to which a change has no hold. */
    private static long earliest(ZoneOffsetTransition change) {
        return Math.min(wall(change.getDateTimeBefore()), wall(change.getDateTimeAfter()));
    }
}
