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

    private final ZoneId zone;
    private final long piece;

    /**
     * @param piece whole seconds, at least one; a day if it is longer
     */
    Edges(ZoneId zone, Duration piece) {
        this.zone = zone;
        this.piece = Math.clamp(piece.toSeconds(), 1, DAY);
    }

    /** The last edge at or before that instant. */
    Instant floor(Instant time) {
        // A day more on either side: a zone may have skipped or repeated a whole day.
        for (LocalDate day = day(time).plusDays(1); ; day = day.minusDays(1)) {
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
        for (LocalDate day = day(time).minusDays(1); ; day = day.plusDays(1)) {
            for (long second = 0; second < DAY; second += piece) {
                Instant edge = edge(day, second);
                if (edge != null && edge.isAfter(time)) {
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

    private long lastOf(LocalDate day) {
        return (DAY - 1) / piece * piece;
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
