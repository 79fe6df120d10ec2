package io.tidegate.agent.doctor;

import io.tidegate.agent.status.Words;

import java.time.Duration;

/**
 * How long a history takes to read, by what an hour and a day took: most of a short read is the
 * question, not the rows, and the connector asks for many thin days at once. Immutable.
 *
 * @param rows of a day
 * @param question seconds that a query takes before its first row
 * @param row seconds that a row takes
 */
record HistoryEstimate(long rows, double question, double row) {
    /** What the connector reads with one query of the past, at most. */
    private static final double MOST_DAYS = 64;

    private static final double MOST_ROWS = 60_000;
    private static final double LONGEST = 1;

    /** Fewer rows take no time that could be told from chance. */
    private static final long ENOUGH_ROWS = 1_000;

    /** Each is checked, encoded and stored as well, which a look does not show. */
    private static final double LEAST_ROW = 0.000_01;

    /** Two reads tell the two costs apart, if one has many more rows than the other. */
    static HistoryEstimate of(long hourRows, Duration hour, long dayRows, Duration day) {
        double longer = Math.max(seconds(hour), seconds(day));
        if (dayRows - hourRows < ENOUGH_ROWS) {
            return new HistoryEstimate(dayRows, longer, LEAST_ROW);
        }
        double each = (seconds(day) - seconds(hour)) / (dayRows - hourRows);
        double row = Math.max(LEAST_ROW, each);
        return new HistoryEstimate(dayRows, Math.max(0, seconds(hour) - row * hourRows), row);
    }

    /** If nobody has read a whole day: as many hours, in a query of their own. */
    static HistoryEstimate of(long hourRows, Duration hour) {
        return new HistoryEstimate(24 * hourRows, 24 * seconds(hour), LEAST_ROW);
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    /** Seconds of reading. */
    double reading(double days) {
        return days / daysAtOnce() * question + days * rows * row;
    }

    private double daysAtOnce() {
        double byRows = MOST_ROWS / Math.max(1, rows);
        double left = Math.max(0, LONGEST - question);
        double byTime = left / (Math.max(1, rows) * row);
        return Math.clamp(Math.min(byRows, byTime), 1, MOST_DAYS);
    }

    /**
     * In words.
     *
     * @param load share of the time that is spent reading
     */
    String words(double days, double load) {
        double seconds = reading(days) / load;
        return seconds < 60
                ? "less than a minute"
                : "about " + Words.duration(Duration.ofSeconds((long) seconds));
    }
}
