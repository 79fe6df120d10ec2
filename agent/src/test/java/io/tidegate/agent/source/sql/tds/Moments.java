package io.tidegate.agent.source.sql.tds;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** How SQL Server writes days and times (MS-TDS 2.2.5.5.1.8). */
public final class Moments {
    static final long TICKS_PER_DAY = 24L * 60 * 60 * 300;
    private static final LocalDate ERA = LocalDate.of(1, 1, 1);
    private static final LocalDate CENTURY = LocalDate.of(1900, 1, 1);
    private static final long TICK = 10_000_000;

    private Moments() {}

    /** A moment as a datetime column keeps it: a day and three-hundredths of a second. */
    public static LocalDateTime ofTicks(long days, long ticks) {
        return CENTURY.plusDays(days)
                .atStartOfDay()
                .plusSeconds(ticks / 300)
                .plusNanos(ticks % 300 * TICK / 3);
    }

    static void datetime(Bytes out, LocalDateTime time) {
        long nanos = time.toLocalTime().toNanoOfDay();
        long ticks = (nanos * 3 + TICK / 2) / TICK;
        out.i32((int) (days(CENTURY, time.toLocalDate()) + ticks / TICKS_PER_DAY));
        out.i32((int) (ticks % TICKS_PER_DAY));
    }

    static LocalDateTime datetime(ByteBuffer in) {
        int days = in.getInt();
        return ofTicks(days, in.getInt() & 0xFFFFFFFFL);
    }

    static void smalldatetime(Bytes out, LocalDateTime time) {
        out.u16((int) days(CENTURY, time.toLocalDate()));
        out.u16(time.getHour() * 60 + time.getMinute());
    }

    static LocalDateTime smalldatetime(ByteBuffer in) {
        int days = in.getShort() & 0xFFFF;
        return CENTURY.plusDays(days).atStartOfDay().plusMinutes(in.getShort() & 0xFFFF);
    }

    static void date(Bytes out, LocalDate date) {
        out.number(days(ERA, date), 3);
    }

    static LocalDate date(ByteBuffer in) {
        return ERA.plusDays(number(in, 3));
    }

    static int timeBytes(int scale) {
        return scale <= 2 ? 3 : scale <= 4 ? 4 : 5;
    }

    static void time(Bytes out, LocalTime time, int scale) {
        out.number(time.toNanoOfDay() / unit(scale), timeBytes(scale));
    }

    static LocalTime time(ByteBuffer in, int scale) {
        return LocalTime.ofNanoOfDay(number(in, timeBytes(scale)) * unit(scale));
    }

    /** Kept in UTC, beside the offset in minutes. */
    static void offset(Bytes out, OffsetDateTime time, int scale) {
        LocalDateTime utc = time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
        time(out, utc.toLocalTime(), scale);
        date(out, utc.toLocalDate());
        out.u16(time.getOffset().getTotalSeconds() / 60);
    }

    static OffsetDateTime offset(ByteBuffer in, int scale) {
        LocalTime time = time(in, scale);
        LocalDateTime utc = date(in).atTime(time);
        return utc.atOffset(ZoneOffset.UTC)
                .withOffsetSameInstant(ZoneOffset.ofTotalSeconds(in.getShort() * 60));
    }

    private static long unit(int scale) {
        return (long) Math.pow(10, 9 - scale);
    }

    private static long days(LocalDate from, LocalDate to) {
        return ChronoUnit.DAYS.between(from, to);
    }

    static long number(ByteBuffer in, int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (in.get() & 0xFFL) << (8 * i);
        }
        return value;
    }
}
