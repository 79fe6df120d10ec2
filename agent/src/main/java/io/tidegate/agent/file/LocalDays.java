package io.tidegate.agent.file;

import io.tidegate.protocol.WireTime;

import java.time.LocalDate;
import java.time.ZoneId;

/** Local days of instants; remembers the last, since rows come by the day. Used by one thread. */
final class LocalDays {
    private final ZoneId zone;
    private LocalDate day;
    private long start = Long.MAX_VALUE;
    private long end = Long.MIN_VALUE;

    LocalDays(ZoneId zone) {
        this.zone = zone;
    }

    /** The day that holds an instant, in microseconds since 1970-01-01T00:00:00Z. */
    LocalDate day(long micros) {
        find(micros);
        return day;
    }

    /** When the day begins that holds that instant, in such microseconds too. */
    long start(long micros) {
        find(micros);
        return start;
    }

    long start(LocalDate date) {
        return WireTime.micros(date.atStartOfDay(zone).toInstant());
    }

    private void find(long micros) {
        if (micros < start || micros >= end) {
            day = LocalDate.ofInstant(WireTime.instant(micros), zone);
            start = start(day);
            end = start(day.plusDays(1));
        }
    }
}
