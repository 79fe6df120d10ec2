package io.tidegate.agent.row;

import io.tidegate.config.ValueTable;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/** What a column is made of. */
sealed interface Ingredient {
    /** The value for this row, not yet read as what the column needs. */
    Object of(RawRow raw) throws BadValue;

    /** The same as a whole number where the source has one at hand, else {@link RawRow#ASK}. */
    default long whole(RawRow raw) {
        return RawRow.ASK;
    }

    /** A thousand times the same where the source has that at hand. */
    default long thousandths(RawRow raw) {
        return RawRow.ASK;
    }

    /** The same as a time, in microseconds, where the source has one at hand. */
    default long micros(RawRow raw) {
        return RawRow.ASK;
    }

    /** A column of the source. */
    record Plain(int index) implements Ingredient {
        @Override
        public long whole(RawRow raw) {
            return raw.whole(index);
        }

        @Override
        public long thousandths(RawRow raw) {
            return raw.thousandths(index);
        }

        @Override
        public long micros(RawRow raw) {
            return raw.micros(index);
        }

        @Override
        public Object of(RawRow raw) {
            return raw.value(index);
        }
    }

    /** Always the same. */
    record Fixed(Object value) implements Ingredient {
        @Override
        public Object of(RawRow raw) {
            return value;
        }
    }

    /** A date and a time of day. */
    record Joined(int date, int time) implements Ingredient {
        @Override
        public Object of(RawRow raw) throws BadValue {
            Object day = Values.readable(raw.value(date));
            Object hour = Values.readable(raw.value(time));
            return absent(day) || absent(hour) ? null : of(day, hour);
        }

        private static Object of(Object day, Object hour) throws BadValue {
            return switch (day) {
                case LocalDate d when hour instanceof LocalTime h -> d.atTime(h);
                case LocalDate d when hour instanceof Duration h -> afterMidnight(d, h);
                case LocalDate d when hour instanceof LocalDateTime h -> onNoDay(d, h);
                case LocalDate d when hour instanceof String h -> d + " " + h.strip();
                case LocalDateTime d -> of(d.toLocalDate(), hour);
                case String d when hour instanceof String h -> d.strip() + ' ' + h.strip();
                default -> throw new BadValue("is not made of a date and a time of day");
            };
        }

        /** 24:00 is the next day's midnight. */
        private static LocalDateTime afterMidnight(LocalDate day, Duration time) throws BadValue {
            if (time.isNegative() || time.compareTo(Duration.ofDays(1)) > 0) {
                throw new BadValue("has a time of day beyond 24 hours");
            }
            return day.atStartOfDay().plus(time);
        }

        /** Databases without a type for times of day put them on the first day that they know. */
        private static LocalDateTime onNoDay(LocalDate day, LocalDateTime time) throws BadValue {
            if (time.getYear() > 1900) {
                throw new BadValue("is made of two dates instead of a date and a time of day");
            }
            return day.atTime(time.toLocalTime());
        }

        private static boolean absent(Object value) {
            return value == null || value instanceof String text && text.isBlank();
        }
    }

    /** Columns with signs between them. */
    record Computed(Sum sum) implements Ingredient {
        @Override
        public Object of(RawRow raw) throws BadValue {
            return sum.of(raw);
        }
    }

    /** What a table of the settings says for the source's text. */
    record Translated(Ingredient from, ValueTable table) implements Ingredient {
        @Override
        public Object of(RawRow raw) throws BadValue {
            return table.of(Values.text(from.of(raw)));
        }
    }

    /**
     * Unknown if either is unknown, except that nothing of whatever length is nothing: exports
     * leave the average of no calls blank.
     */
    static BigDecimal product(BigDecimal one, BigDecimal other) {
        if (one == null || other == null) {
            return isZero(one) || isZero(other) ? BigDecimal.ZERO : null;
        }
        return one.multiply(other);
    }

    private static boolean isZero(BigDecimal number) {
        return number != null && number.signum() == 0;
    }
}
