package io.tidegate.agent.source.sql;

import io.tidegate.agent.row.Unreadable;
import io.tidegate.agent.row.WallClock;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * How an end of the range becomes a parameter, and what a value of a time column then means. Bounds
 * are never narrower than the range: where a column is coarser, or the wall clock shows an hour
 * twice, rows beyond the range come too and are passed over by whoever places them. Used by one
 * thread.
 */
sealed interface Bind {
    /**
     * A lower bound (inclusive): a LocalDateTime, LocalDate, OffsetDateTime, Long or String, to be
     * compared as what it is.
     */
    Object from(Instant from);

    /** An upper bound (exclusive). */
    Object to(Instant to);

    /**
     * Whether it may be compared with a column of that type. Databases compare much else, by the
     * session's zone and in silence: an hour that comes twice would then lose its first pass.
     */
    boolean fits(ColumnType type);

    /** Whether it gives what a wall clock shows, and not an instant. */
    default boolean isOfWallClock() {
        return switch (this) {
            case Local _, Day _, Text _, Digits _ -> true;
            case Utc _, Offset _, Epoch _ -> false;
            case WithEndOfDay(Bind date) -> date.isOfWallClock();
            case Later(Bind column, _) -> column.isOfWallClock();
        };
    }

    /** Whether its texts or digits do not sort as time does. */
    default boolean isUnsorted() {
        return switch (this) {
            case Text(TimePattern pattern) -> pattern.isUnsorted();
            case Digits(TimePattern pattern) -> pattern.isUnsorted();
            case Local _, Day _, Utc _, Offset _, Epoch _ -> false;
            case WithEndOfDay(Bind date) -> date.isUnsorted();
            case Later(Bind column, _) -> column.isUnsorted();
        };
    }

    /** The time that a value of a time column stands for. */
    default Object read(Object value) {
        return value;
    }

    /** Wall-clock time of the source's zone. */
    record Local(WallClock clock) implements Bind {
        @Override
        public Object from(Instant from) {
            return clock.from(from);
        }

        @Override
        public Object to(Instant to) {
            return clock.to(to);
        }

        @Override
        public boolean fits(ColumnType type) {
            return type == ColumnType.LOCAL
                    || type == ColumnType.COMPUTED
                    || type == ColumnType.DATE;
        }
    }

    /** Whole days of the source's zone, for what is kept or compared by the day. */
    record Day(WallClock clock) implements Bind {
        @Override
        public Object from(Instant from) {
            return clock.from(from).toLocalDate();
        }

        @Override
        public Object to(Instant to) {
            LocalDateTime end = clock.to(to);
            boolean midnight = end.toLocalTime().equals(LocalTime.MIDNIGHT);
            return end.toLocalDate().plusDays(midnight ? 0 : 1);
        }

        @Override
        public boolean fits(ColumnType type) {
            return type == ColumnType.DATE
                    || type == ColumnType.LOCAL
                    || type == ColumnType.COMPUTED;
        }
    }

    /** Wall-clock time in UTC, in columns that do not say so. */
    record Utc() implements Bind {
        @Override
        public Object from(Instant from) {
            return LocalDateTime.ofInstant(floor(from), ZoneOffset.UTC);
        }

        @Override
        public Object to(Instant to) {
            return LocalDateTime.ofInstant(WallClock.ceiling(to), ZoneOffset.UTC);
        }

        @Override
        public boolean fits(ColumnType type) {
            return type == ColumnType.LOCAL
                    || type == ColumnType.COMPUTED
                    || type == ColumnType.SESSION_UTC;
        }

        @Override
        public Object read(Object value) {
            return value instanceof LocalDateTime time ? time.toInstant(ZoneOffset.UTC) : value;
        }
    }

    /** An instant. */
    record Offset() implements Bind {
        @Override
        public Object from(Instant from) {
            return floor(from).atOffset(ZoneOffset.UTC);
        }

        @Override
        public Object to(Instant to) {
            return WallClock.ceiling(to).atOffset(ZoneOffset.UTC);
        }

        @Override
        public boolean fits(ColumnType type) {
            return type == ColumnType.INSTANT;
        }
    }

    /**
     * A number of seconds or milliseconds since 1970.
     *
     * @param micros microseconds that one stands for
     */
    record Epoch(long micros) implements Bind {
        static final Epoch SECONDS = new Epoch(1_000_000);
        static final Epoch MILLIS = new Epoch(1_000);

        @Override
        public Object from(Instant from) {
            return Math.floorDiv(since1970(floor(from)), micros);
        }

        @Override
        public Object to(Instant to) {
            return Math.ceilDiv(since1970(WallClock.ceiling(to)), micros);
        }

        @Override
        public Object read(Object value) {
            return switch (value) {
                case Long number -> instant(BigDecimal.valueOf(number));
                case BigDecimal number -> instant(number);
                case Double number when Double.isFinite(number) ->
                        instant(BigDecimal.valueOf(number));
                case null -> null;
                default -> new Unreadable("is not a number, as sql.bind = epoch would have it");
            };
        }

        @Override
        public boolean fits(ColumnType type) {
            return type.isNumber();
        }

        private Object instant(BigDecimal number) {
            try {
                BigDecimal exact = number.multiply(BigDecimal.valueOf(micros));
                long whole = exact.setScale(0, RoundingMode.FLOOR).longValueExact();
                return Instant.EPOCH.plus(whole, ChronoUnit.MICROS);
            } catch (ArithmeticException | DateTimeException _) {
                return new Unreadable("lies outside the years 1970 to 9999");
            }
        }
    }

    /** A text of the author's own pattern. */
    record Text(TimePattern pattern) implements Bind {
        @Override
        public Object from(Instant from) {
            return pattern.from(floor(from));
        }

        @Override
        public Object to(Instant to) {
            return pattern.to(WallClock.ceiling(to));
        }

        @Override
        public boolean fits(ColumnType type) {
            return type.isText();
        }

        @Override
        public Object read(Object value) {
            return value instanceof String text ? pattern.read(text) : value;
        }
    }

    /** Digits of the author's own pattern, kept as a number. */
    record Digits(TimePattern pattern) implements Bind {
        @Override
        public Object from(Instant from) {
            return Long.valueOf(pattern.from(floor(from)));
        }

        @Override
        public Object to(Instant to) {
            return Long.valueOf(pattern.to(WallClock.ceiling(to)));
        }

        @Override
        public boolean fits(ColumnType type) {
            return type.isNumber();
        }

        @Override
        public Object read(Object value) {
            return switch (value) {
                case Long number -> pattern.read(Long.toString(number));
                case BigDecimal number -> pattern.read(number.stripTrailingZeros().toPlainString());
                case null -> null;
                default -> new Unreadable("is not a whole number, as sql.bind would have it");
            };
        }
    }

    /**
     * A date apart from its time of day, which may be 24:00: what is then of the next day's
     * midnight stands under the day before.
     */
    record WithEndOfDay(Bind date) implements Bind {
        @Override
        public Object from(Instant from) {
            return date.from(from.minus(1, ChronoUnit.MICROS));
        }

        @Override
        public Object to(Instant to) {
            return date.to(to);
        }

        @Override
        public boolean fits(ColumnType type) {
            return date.fits(type);
        }

        @Override
        public Object read(Object value) {
            return date.read(value);
        }
    }

    /**
     * A column that carries its time so much later.
     *
     * @param by from the time of a row to the one that it carries
     */
    record Later(Bind column, Duration by) implements Bind {
        @Override
        public Object from(Instant from) {
            return column.from(from.plus(by));
        }

        @Override
        public Object to(Instant to) {
            return column.to(to.plus(by));
        }

        @Override
        public boolean fits(ColumnType type) {
            return column.fits(type);
        }

        @Override
        public Object read(Object value) {
            return column.read(value);
        }
    }

    private static long since1970(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static Instant floor(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }
}
