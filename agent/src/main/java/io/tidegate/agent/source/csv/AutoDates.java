package io.tidegate.agent.source.csv;

/**
 * Dates whose writing nobody configured: with a month's name as {@link NamedDates} reads them;
 * eight digits that begin with a year; or three numbers with {@code -}, {@code /}, {@code .} or a
 * blank between them: year first if the year has four digits (as in ISO 8601), else in the order
 * that was proven. As long as none is, such a date is not read: it is counted as evidence. Used by
 * one thread.
 */
final class AutoDates implements MomentReader {
    private static final String NO_DATE =
            "is not a date that can be read without csv.date-time-format";

    private static final int COMPACT = 8;

    private final Evidence evidence;
    private final Dates dates = new Dates();
    private final NamedDates named = new NamedDates(this);

    AutoDates(Evidence evidence) {
        this.evidence = evidence;
    }

    @Override
    public int read(char[] chars, int from, int to, Moment moment) {
        int first = Chars.digitsEnd(chars, from, to);
        if (first == from ? Character.isLetter(chars[from]) : NamedDates.isNext(chars, first, to)) {
            return named.read(chars, from, to, moment);
        }
        if (first - from == COMPACT) {
            return compact(chars, from, moment);
        }
        if (first == to || !divides(chars[first])) {
            return moment.not(NO_DATE);
        }
        int second = Chars.digitsEnd(chars, first + 1, to);
        if (second == to || chars[second] != chars[first]) {
            return moment.not(NO_DATE);
        }
        int end = Chars.digitsEnd(chars, second + 1, to);
        return decide(text(chars, from, first, second, end), end, moment);
    }

    /** No other order of eight digits has a year of these centuries in front of a month. */
    private int compact(char[] chars, int from, Moment moment) {
        int year = Chars.number(chars, from, from + 4);
        int month = Chars.number(chars, from + 4, from + 6);
        int day = Chars.number(chars, from + 6, from + COMPACT);
        moment.date = year >= 1900 && year < 2100 ? dates.of(year, month, day) : null;
        return moment.date == null ? moment.not(NO_DATE) : from + COMPACT;
    }

    private static DateText text(char[] chars, int from, int first, int second, int end) {
        return new DateText(
                Chars.number(chars, from, first),
                first - from,
                Chars.number(chars, first + 1, second),
                second - first - 1,
                Chars.number(chars, second + 1, end),
                end - second - 1,
                chars[first]);
    }

    private int decide(DateText text, int end, Moment moment) {
        if (text.yearInFront()) {
            return date(text, DateOrder.YEAR_FIRST, end, moment);
        }
        if (evidence.order().isPresent()) {
            return date(text, evidence.order().get(), end, moment);
        }
        int fits = text.orders();
        if (fits == 0) {
            return moment.not(text.wellFormed() ? "is a day that does not exist" : NO_DATE);
        }
        evidence.sawDate(text, fits);
        return moment.not("is a date whose order is not known; set csv.date-format");
    }

    private int date(DateText text, DateOrder order, int end, Moment moment) {
        moment.date = text.date(order, dates);
        return moment.date == null ? moment.not("is not a day that exists, read " + order) : end;
    }

    private static boolean divides(char c) {
        return c == '-' || c == '/' || c == '.' || c == ' ';
    }
}
