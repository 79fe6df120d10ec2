package io.tidegate.agent.source.csv;

import java.time.LocalDate;
import java.time.YearMonth;

/** Makes dates of numbers; remembers the last, since rows come by the day. Used by one thread. */
final class Dates {
    private int lastKey = -1;
    private LocalDate last;

    /** Null if there is no such day. */
    LocalDate of(int year, int month, int day) {
        if (!exists(year, month, day)) {
            return null;
        }
        int key = (year << 9) | (month << 5) | day;
        if (key != lastKey) {
            lastKey = key;
            last = LocalDate.of(year, month, day);
        }
        return last;
    }

    static boolean exists(int year, int month, int day) {
        return year >= 1
                && year <= 9999
                && month >= 1
                && month <= 12
                && day >= 1
                && (day <= 28 || day <= YearMonth.of(year, month).lengthOfMonth());
    }

    /** Two digits stand for this century. */
    static int century(int year, int digits) {
        return digits == 2 ? 2000 + year : year;
    }
}
