package io.tidegate.agent.source.csv;

import io.tidegate.agent.row.Unreadable;

/**
 * Finds the half day of a time of day that was written without AM and PM beside a later one that
 * has it: it is the last such time before that one. All in nanoseconds since midnight. Stateless.
 */
final class HalfDay {
    static final Unreadable UNKNOWN =
            new Unreadable(
                    "has neither AM nor PM, and the column that csv.half-day-from names does not tell"
                            + " it");

    private static final long HALF = Moment.DAY / 2;
    private static final long HOUR = Moment.DAY / 24;

    private HalfDay() {}

    /** Whether a clock with twelve hours may show it: other hours say themselves. */
    static boolean isMissing(long clock) {
        return clock >= HOUR && clock < HALF + HOUR;
    }

    /**
     * @param end midnight, 0, is the end of the day
     * @return -1 if both are shown alike, so that half a day or nothing may lie between them
     */
    static long before(long clock, long end) {
        long morning = clock % HALF;
        long until = end == 0 ? Moment.DAY : end;
        if (morning == until % HALF) {
            return -1;
        }
        return morning < until && morning + HALF > until ? morning : morning + HALF;
    }
}
