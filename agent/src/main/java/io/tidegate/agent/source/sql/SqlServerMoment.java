package io.tidegate.agent.source.sql;

import io.tidegate.agent.source.sql.QueryText.Edge;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;

/**
 * The two types of SQL Server whose moments are coarse. The driver sends every moment as a
 * datetime2(7), and since 2016 a datetime is compared with that by its exact third of a hundredth,
 * after being converted: not by the value it shows, nor by an index's order. So the bound is
 * converted instead, once, to a moment that the type can hold.
 */
enum SqlServerMoment implements Marker {
    /** Ticks of a three-hundredth of a second, shown rounded to milliseconds. */
    DATETIME("datetime", LocalDate.of(1753, 1, 1), LocalDateTime.of(9999, 12, 31, 23, 59, 59)) {
        @Override
        LocalDateTime floor(LocalDateTime time) {
            long nanos = time.toLocalTime().toNanoOfDay();
            return at(time, nanos * TICKS / SECOND);
        }

        @Override
        LocalDateTime ceiling(LocalDateTime time) {
            long nanos = time.toLocalTime().toNanoOfDay();
            long tick = nanos * TICKS / SECOND;
            while (millis(tick) * MILLI < nanos) {
                tick++;
            }
            return at(time, tick);
        }
    },

    /** Whole minutes. */
    SMALLDATETIME("smalldatetime", LocalDate.of(1900, 1, 1), LocalDateTime.of(2079, 6, 6, 23, 59)) {
        @Override
        LocalDateTime floor(LocalDateTime time) {
            return time.withSecond(0).withNano(0);
        }

        @Override
        LocalDateTime ceiling(LocalDateTime time) {
            LocalDateTime floor = floor(time);
            return floor.equals(time) ? time : floor.plusMinutes(1);
        }
    };

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long MILLI = Duration.ofMillis(1).toNanos();
    private static final long TICKS = 300;

    private final String type;
    private final LocalDateTime first;
    private final LocalDateTime last;

    SqlServerMoment(String type, LocalDate first, LocalDateTime last) {
        this.type = type;
        this.first = first.atStartOfDay();
        this.last = last;
    }

    /** How that type's bounds are handed over: as they are, unless it is one of these. */
    static Marker of(String type) {
        for (SqlServerMoment moment : values()) {
            if (moment.type.equals(type)) {
                return moment;
            }
        }
        return Marker.PLAIN;
    }

    /** The last of its moments at or before that one. */
    abstract LocalDateTime floor(LocalDateTime time);

    /** The first of its moments that does not show a time before that one. */
    abstract LocalDateTime ceiling(LocalDateTime time);

    @Override
    public String text() {
        return "CAST(? AS " + type + ")";
    }

    @Override
    public Object value(Edge edge, Object bound) {
        return bound instanceof LocalDateTime time ? bounded(edge, time) : bound;
    }

    private LocalDateTime bounded(Edge edge, LocalDateTime time) {
        if (time.isBefore(first)) {
            return first;
        }
        if (time.isAfter(last)) {
            return last;
        }
        return switch (edge) {
            case FROM -> floor(time);
            case TO -> ceiling(time);
        };
    }

    /** What a tick shows. */
    private static long millis(long tick) {
        return (tick * 10 + 1) / 3;
    }

    /** As it shows, which the server rounds to that very tick. */
    private static LocalDateTime at(LocalDateTime time, long tick) {
        return time.toLocalDate().atStartOfDay().plusNanos(millis(tick) * MILLI);
    }
}
