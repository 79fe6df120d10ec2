package io.tidegate.agent.source.sql;

import io.tidegate.agent.row.Unreadable;
import io.tidegate.config.SourceTimes.TimeOfDay;

import java.math.BigDecimal;
import java.time.Duration;

/** A time of day that is kept as a number, up to 24:00. Immutable. */
record ClockNumber(TimeOfDay kind) implements Rows.Meaning {
    private static final long DAY = 86_400;

    @Override
    public Object of(Object value) {
        return switch (value) {
            case null -> null;
            case Long number -> time(number);
            case BigDecimal number when number.stripTrailingZeros().scale() <= 0 ->
                    time(number.longValue());
            case Double number when number == Math.rint(number) -> time(number.longValue());
            default -> unreadable();
        };
    }

    private Object time(long number) {
        long seconds =
                number < 0 || number > DAY * 10
                        ? -1
                        : switch (kind) {
                            case HHMM -> clock(number / 100, number % 100, 0);
                            case HHMMSS -> clock(number / 10_000, number / 100 % 100, number % 100);
                            case MINUTES -> number * 60;
                            case SECONDS -> number;
                        };
        return seconds < 0 || seconds > DAY ? unreadable() : Duration.ofSeconds(seconds);
    }

    private static long clock(long hours, long minutes, long seconds) {
        return minutes > 59 || seconds > 59 ? -1 : (hours * 60 + minutes) * 60 + seconds;
    }

    private Unreadable unreadable() {
        return new Unreadable(
                "has a time of day that is none in sql.time-of-day = "
                        + kind.name().toLowerCase(java.util.Locale.ROOT));
    }
}
