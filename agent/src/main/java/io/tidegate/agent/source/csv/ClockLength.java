package io.tidegate.agent.source.csv;

import io.tidegate.agent.row.Unreadable;

import java.math.BigDecimal;

/**
 * Lengths of time with colons: {@code h:mm:ss}, {@code mm:ss} (minutes may pass 60), {@code :ss},
 * {@code d.hh:mm:ss}, the seconds perhaps with a fraction. Gives Long, BigDecimal or Unreadable.
 * Immutable.
 */
final class ClockLength {
    static final Unreadable NOT_SO =
            new Unreadable("is not a length of time like h:mm:ss, mm:ss or seconds");

    private static final int MOST_DIGITS = 7;

    private final boolean hoursFirst;

    /**
     * @param hoursFirst whether two parts are hours and minutes
     */
    ClockLength(boolean hoursFirst) {
        this.hoursFirst = hoursFirst;
    }

    /** Reads all from {@code from} to {@code to}, where at least one colon is. */
    Object read(char[] chars, int from, int to) {
        int dot = Chars.digitsEnd(chars, from, to);
        boolean days = dot > from && dot + 3 < to && chars[dot] == '.' && chars[dot + 3] == ':';
        return days ? days(chars, from, dot, to) : parts(chars, from, to, 0);
    }

    /** Only before hours of two digits below 24 with minutes and seconds a point means days. */
    private Object days(char[] chars, int from, int dot, int to) {
        int days = Chars.number(chars, from, dot);
        int hours = Chars.number(chars, dot + 1, dot + 3);
        boolean clock = colons(chars, dot, to) == 2 && hours >= 0 && hours < 24;
        return days < 0 || dot - from > MOST_DIGITS || !clock
                ? NOT_SO
                : parts(chars, dot + 1, to, days * 86_400L);
    }

    private static int colons(char[] chars, int from, int to) {
        int colons = 0;
        for (int i = from; i < to; i++) {
            colons += chars[i] == ':' ? 1 : 0;
        }
        return colons;
    }

    private Object parts(char[] chars, int from, int to, long days) {
        long total = 0;
        int begin = from;
        int colons = 0;
        for (int i = from; i < to; i++) {
            if (chars[i] == ':') {
                long part = part(chars, begin, i, colons == 0);
                if (part < 0 || ++colons > 2) {
                    return NOT_SO;
                }
                total = (total + part) * 60;
                begin = i + 1;
            }
        }
        if (hoursFirst && colons == 1) {
            long minutes = part(chars, begin, to, false);
            return minutes < 0 || begin - from < 2 ? NOT_SO : (Object) ((total + minutes) * 60);
        }
        return seconds(total + days, chars, begin, to);
    }

    /** A part before a colon; the first may be empty or large, others have two digits below 60. */
    private static long part(char[] chars, int from, int to, boolean first) {
        if (first && from == to) {
            return 0;
        }
        int number = Chars.number(chars, from, to);
        boolean fits = first ? to - from <= MOST_DIGITS : to - from == 2 && number < 60;
        return fits ? number : -1;
    }

    private static Object seconds(long before, char[] chars, int from, int to) {
        int end = Chars.digitsEnd(chars, from, to);
        long part = part(chars, from, end, false);
        if (part < 0) {
            return NOT_SO;
        }
        return end == to ? (Object) (before + part) : fraction(before + part, chars, end, to);
    }

    private static Object fraction(long whole, char[] chars, int at, int to) {
        int digits = Chars.number(chars, at + 1, to);
        if (digits < 0 || (chars[at] != '.' && chars[at] != ',')) {
            return NOT_SO;
        }
        return BigDecimal.valueOf(whole).add(BigDecimal.valueOf(digits, to - at - 1));
    }
}
