package io.tidegate.agent.window;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;

/**
 * The instants at which a zone's wall clock shows local midnight or a whole number of pieces after
 * it. One monotone function makes an instant of a wall-clock time: in a repeated hour the first
 * pass, in a skipped one the jump. An edge strictly inside a repeated period is left out, so that
 * what lies between two edges covers both passes; edges that fall on one instant are one.
 * Immutable.
 */
final class Edges {
    private static final long DAY = Duration.ofDays(1).toSeconds();

    /** How far a clock change may matter: a zone may have skipped or repeated a whole day. */
    private static final Duration NEAR = Duration.ofDays(3);

    private final ZoneId zone;
    private final long piece;
    private Calm calm = new Calm(Instant.MAX, Instant.MIN, 0);

    /**
     * @param piece whole seconds, at least one; a day if it is longer
     */
    Edges(ZoneId zone, Duration piece) {
        this.zone = zone;
        this.piece = Math.clamp(piece.toSeconds(), 1, DAY);
    }

    /** A time without clock changes, near which the wall clock is reckoned by its offset alone. */
    private record Calm(Instant from, Instant to, long offset) {
        boolean holds(Instant time) {
            return time.isAfter(from) && time.isBefore(to);
        }
    }

    /** The last edge at or before that instant. */
    Instant floor(Instant time) {
        if (isCalm(time)) {
            return calm(time, 0);
        }
        for (LocalDate day = day(time).plusDays(1); ; day = day.minusDays(1)) {
            if (isAfter(edge(day, 0), time)) {
                continue;
            }
            for (long second = lastOf(day); second >= 0; second -= piece) {
                Instant edge = edge(day, second);
                if (edge != null && !edge.isAfter(time)) {
                    return edge;
                }
            }
        }
    }

    /** The first edge after that instant. */
    Instant after(Instant time) {
        if (isCalm(time)) {
            return calm(time, 1);
        }
        for (LocalDate day = day(time).minusDays(1); ; day = day.plusDays(1)) {
            Instant nextDay = edge(day.plusDays(1), 0);
            if (nextDay != null && !nextDay.isAfter(time)) {
                continue;
            }
            for (long second = 0; second < DAY; second += piece) {
                Instant edge = edge(day, second);
                if (isAfter(edge, time)) {
                    return edge;
                }
            }
        }
    }

    /** The first edge at or after that instant. */
    Instant ceiling(Instant time) {
        Instant floor = floor(time);
        return floor.equals(time) ? floor : after(time);
    }

    private boolean isCalm(Instant time) {
        if (!calm.holds(time)) {
            calm = calmAround(time);
        }
        return calm.holds(time);
    }

    private Calm calmAround(Instant time) {
        var last = zone.getRules().previousTransition(time.plusNanos(1));
        var next = zone.getRules().nextTransition(time);
        return new Calm(
                last == null ? Instant.MIN : last.getInstant().plus(NEAR),
                next == null ? Instant.MAX : next.getInstant().minus(NEAR),
                zone.getRules().getOffset(time).getTotalSeconds());
    }

    /** The edge that many pieces after the last one, on the day of that instant or at its end. */
    private Instant calm(Instant time, long pieces) {
        long wall = time.getEpochSecond() + calm.offset;
        long day = Math.floorDiv(wall, DAY) * DAY;
        long second = Math.min(DAY, ((wall - day) / piece + pieces) * piece);
        return Instant.ofEpochSecond(day + second - calm.offset);
    }

    private long lastOf(LocalDate day) {
        return (DAY - 1) / piece * piece;
    }

    private static boolean isAfter(Instant edge, Instant time) {
        return edge != null && edge.isAfter(time);
    }

    private LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, zone);
    }

    /** Null where it would cut a repeated period. */
    private Instant edge(LocalDate day, long second) {
        LocalDateTime wall = LocalDateTime.of(day, LocalTime.ofSecondOfDay(second));
        ZoneOffsetTransition change = zone.getRules().getTransition(wall);
        if (change == null) {
            ZoneOffset offset = zone.getRules().getOffset(wall);
            return wall.toInstant(offset);
        }
        if (change.isGap()) {
            return change.getInstant();
        }
        return wall.equals(change.getDateTimeAfter())
                ? wall.toInstant(change.getOffsetBefore())
                : null;
    }
}
