package io.tidegate.agent.source.csv;

import java.time.LocalDate;

/**
 * Three numbers that may be a date.
 *
 * @param aDigits how many digits wrote {@code a}; likewise for b and c
 */
record DateText(int a, int aDigits, int b, int bDigits, int c, int cDigits, char separator) {
    private static final int FULL_YEAR = 4;

    /** The orders in which these numbers are a day that exists, as {@link DateOrder#bit}. */
    int orders() {
        int orders = 0;
        for (DateOrder order : DateOrder.values()) {
            if (wellFormed(order) && exists(order)) {
                orders |= order.bit();
            }
        }
        return orders;
    }

    /** Whether the digits are those of a date, be the day real or not. */
    boolean wellFormed() {
        return wellFormed(DateOrder.YEAR_FIRST) || wellFormed(DateOrder.DAY_FIRST);
    }

    /** Whether the text itself tells its order: four digits in front are the year. */
    boolean yearInFront() {
        return aDigits == FULL_YEAR;
    }

    /** Whether a number that may be a day or a month has one digit. */
    boolean single() {
        return aDigits == 1 || bDigits == 1 || cDigits == 1;
    }

    /** Null if they are no day in that order. */
    LocalDate date(DateOrder order, Dates dates) {
        return wellFormed(order) ? dates.of(year(order), month(order), day(order)) : null;
    }

    private boolean exists(DateOrder order) {
        return Dates.exists(year(order), month(order), day(order));
    }

    private int year(DateOrder order) {
        return order == DateOrder.YEAR_FIRST
                ? Dates.century(a, aDigits)
                : Dates.century(c, cDigits);
    }

    private int month(DateOrder order) {
        return order == DateOrder.MONTH_FIRST ? a : b;
    }

    private int day(DateOrder order) {
        return switch (order) {
            case YEAR_FIRST -> c;
            case DAY_FIRST -> a;
            case MONTH_FIRST -> b;
        };
    }

    private boolean wellFormed(DateOrder order) {
        return small(bDigits)
                && (order == DateOrder.YEAR_FIRST
                        ? year(aDigits) && small(cDigits)
                        : small(aDigits) && year(cDigits));
    }

    private static boolean year(int digits) {
        return digits == FULL_YEAR || digits == 2;
    }

    private static boolean small(int digits) {
        return digits == 1 || digits == 2;
    }
}
