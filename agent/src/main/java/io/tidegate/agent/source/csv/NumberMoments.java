package io.tidegate.agent.source.csv;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;

/** Points in time written as one number, up to the end of the year 9999. Used by one thread. */
final class NumberMoments implements MomentReader {
    /** What the number counts. */
    enum Unit {
        /** Seconds since 1970-01-01T00:00:00Z, perhaps with a fraction. */
        EPOCH(253_402_300_799L),
        /** Milliseconds since then. */
        EPOCH_MS(253_402_300_799_999L),
        /**
         * Days of the wall clock since 1899-12-30, as spreadsheets count (right from 1900-03-01
         * on), rounded to the millisecond.
         */
        EXCEL(2_958_465);

        private final BigDecimal most;

        Unit(long most) {
            this.most = BigDecimal.valueOf(most);
        }

        /** As in the configuration. */
        String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final LocalDate EXCEL_ZERO = LocalDate.of(1899, 12, 30);
    private static final BigDecimal DAY_MS = BigDecimal.valueOf(86_400_000);
    private static final long DAY_NANOS = 86_400_000_000_000L;

    private final Unit unit;
    private final DecimalText text = new DecimalText();

    NumberMoments(Unit unit) {
        this.unit = unit;
    }

    @Override
    public int read(char[] chars, int from, int to, Moment moment) {
        BigDecimal point = text.read(chars, from, to, '.');
        BigDecimal number = point != null ? point : text.read(chars, from, to, ',');
        if (number == null || number.abs().compareTo(unit.most) > 0) {
            return moment.not("is not a number as csv.date-time-format = " + unit.key() + " says");
        }
        switch (unit) {
            case EPOCH -> moment.instant = instant(number.movePointRight(6));
            case EPOCH_MS -> moment.instant = instant(number.movePointRight(3));
            case EXCEL -> excel(number, moment);
        }
        return to;
    }

    private static Instant instant(BigDecimal micros) {
        long whole = micros.setScale(0, RoundingMode.FLOOR).longValue();
        return Instant.ofEpochSecond(
                Math.floorDiv(whole, 1_000_000L), Math.floorMod(whole, 1_000_000L) * 1_000);
    }

    /** A fraction of a day alone is a time of day. */
    private static void excel(BigDecimal days, Moment moment) {
        long millis = days.multiply(DAY_MS).setScale(0, RoundingMode.HALF_UP).longValue();
        long day = Math.floorDiv(millis, DAY_MS.longValue());
        long clock = Math.floorMod(millis, DAY_MS.longValue()) * 1_000_000;
        boolean onlyClock = days.signum() >= 0 && days.compareTo(BigDecimal.ONE) <= 0;
        moment.date = onlyClock ? null : EXCEL_ZERO.plusDays(day);
        moment.clock = onlyClock && day == 1 ? DAY_NANOS : clock;
    }
}
