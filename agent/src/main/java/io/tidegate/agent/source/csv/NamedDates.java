package io.tidegate.agent.source.csv;

/**
 * Dates whose month has a name: {@code 5. Januar 2026}, {@code 05-Jan-26}, {@code Jan 5, 2026},
 * {@code 2026-Jan-05}; a weekday before any date is passed over. A name in the middle of two
 * numbers has the day before it, unless that number has four digits. Used by one thread.
 */
final class NamedDates implements MomentReader {
    private static final String NO_DATE =
            "is not a date with a month's name that can be read without csv.date-format";

    private final MomentReader others;
    private final Dates dates = new Dates();
    private int at;

    /**
     * @param others reads what stands behind a weekday
     */
    NamedDates(MomentReader others) {
        this.others = others;
    }

    /** Whether a name begins there, behind what may divide it from a number. */
    static boolean isNext(char[] chars, int from, int to) {
        int behind = ordinal(chars, from, to);
        int begin = between(chars, behind, to);
        return begin < to && Character.isLetter(chars[begin]) && begin > behind;
    }

    @Override
    public int read(char[] chars, int from, int to, Moment moment) {
        if (!Character.isLetter(chars[from])) {
            return dayFirst(chars, from, to, moment);
        }
        String word = word(chars, from, to);
        int month = DateWords.month(word);
        int end = month > 0 ? monthFirst(month, chars, to, moment) : NOTHING;
        if (end != NOTHING || !DateWords.isWeekday(word)) {
            return end != NOTHING ? end : moment.not(NO_DATE);
        }
        moment.clear();
        word(chars, from, to);
        int rest = between(chars, at, to);
        return rest < to ? others.read(chars, rest, to, moment) : moment.not(NO_DATE);
    }

    /** A number, a name, a number. */
    private int dayFirst(char[] chars, int from, int to, Moment moment) {
        int first = Chars.digitsEnd(chars, from, to);
        int name = between(chars, ordinal(chars, first, to), to);
        int month = DateWords.month(word(chars, name, to));
        int last = between(chars, at, to);
        int end = Chars.digitsEnd(chars, last, to);
        boolean yearFirst = first - from == 4;
        int year = yearFirst ? year(chars, from, first) : year(chars, last, end);
        int day = yearFirst ? day(chars, last, end) : day(chars, from, first);
        return date(year, month, day, end, moment);
    }

    /** A name, a day, a year, with nothing right behind it. */
    private int monthFirst(int month, char[] chars, int to, Moment moment) {
        int first = between(chars, at, to);
        int day = Chars.digitsEnd(chars, first, to);
        int last = between(chars, ordinal(chars, day, to), to);
        int end = Chars.digitsEnd(chars, last, to);
        boolean ends = end == to || Chars.blank(chars[end]) || ",Tt".indexOf(chars[end]) >= 0;
        return ends && last > day
                ? date(year(chars, last, end), month, day(chars, first, day), end, moment)
                : NOTHING;
    }

    private int date(int year, int month, int day, int end, Moment moment) {
        if (year < 0 || month == 0 || day < 0) {
            return moment.not(NO_DATE);
        }
        moment.date = dates.of(year, month, day);
        return moment.date == null ? moment.not("is a day that does not exist") : end;
    }

    private static int year(char[] chars, int from, int to) {
        int digits = to - from;
        return digits == 2 || digits == 4
                ? Dates.century(Chars.number(chars, from, to), digits)
                : -1;
    }

    private static int day(char[] chars, int from, int to) {
        return to - from <= 2 ? Chars.number(chars, from, to) : -1;
    }

    /** The word that begins there; {@link #at} is behind it. */
    private String word(char[] chars, int from, int to) {
        at = from;
        while (at < to && Character.isLetter(chars[at])) {
            at++;
        }
        return DateWords.plain(chars, from, at);
    }

    /** Behind the letters of {@code 1st}, {@code 1er}, if they are there. */
    private static int ordinal(char[] chars, int from, int to) {
        boolean letters =
                from + 2 <= to
                        && Character.isLetter(chars[from])
                        && Character.isLetter(chars[from + 1]);
        return letters ? from + 2 : from;
    }

    /** Behind signs and blanks, and the {@code de} of Spanish. */
    private static int between(char[] chars, int from, int to) {
        int at = from;
        while (at < to && (Chars.blank(chars[at]) || ".,-/".indexOf(chars[at]) >= 0)) {
            at++;
        }
        boolean de =
                at > from
                        && at + 3 < to
                        && (chars[at] | 0x20) == 'd'
                        && (chars[at + 1] | 0x20) == 'e'
                        && Chars.blank(chars[at + 2]);
        return de ? Chars.trimStart(chars, at + 2, to) : at;
    }
}
