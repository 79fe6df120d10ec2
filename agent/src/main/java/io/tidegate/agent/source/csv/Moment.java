package io.tidegate.agent.source.csv;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** A date, a clock time, or both, as far as a text told. Filled anew for each text. */
final class Moment {
    static final long NO_CLOCK = -1;

    static final long DAY = 86_400_000_000_000L;

    /** Null if not told. */
    LocalDate date;

    /** Nanoseconds since midnight; a whole day for 24:00; {@link #NO_CLOCK} if not told. */
    long clock;

    /** Whether AM or PM stood behind the time of day. */
    boolean halfDay;

    /** Null if not told. */
    ZoneOffset offset;

    /** Where the text told a point in time at once; else null. */
    Instant instant;

    /** What is wrong, without the value; null where nothing special is to be said. */
    String fault;

    void clear() {
        date = null;
        clock = NO_CLOCK;
        halfDay = false;
        offset = null;
        instant = null;
        fault = null;
    }

    /** Says why, for a reader to return. */
    int not(String reason) {
        fault = reason;
        return MomentReader.NOTHING;
    }

    /**
     * What the row check takes: a point in time, a wall-clock time, a date; null without a date.
     */
    Object value() {
        if (instant != null || date == null) {
            return instant;
        }
        if (clock == NO_CLOCK) {
            return date;
        }
        var wall =
                clock == DAY
                        ? date.plusDays(1).atStartOfDay()
                        : date.atTime(LocalTime.ofNanoOfDay(clock));
        return offset == null ? wall : OffsetDateTime.of(wall, offset);
    }

    /** Hours, minutes and seconds as a clock shows them; 24:00 is the end of the day. */
    boolean clock(int hour, int minute, int second, int nano) {
        if (hour < 0 || hour > 24 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return false;
        }
        clock = ((hour * 60L + minute) * 60 + second) * 1_000_000_000 + nano;
        return clock <= DAY;
    }
}
