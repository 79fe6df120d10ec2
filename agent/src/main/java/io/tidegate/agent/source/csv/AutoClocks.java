package io.tidegate.agent.source.csv;

/**
 * Times of day as people write them: {@code 8:05}, {@code 08:05:30.250}, {@code 8:05 AM}, {@code
 * 8:05p}, {@code 8 a.m.}, {@code 24:00}; then perhaps an offset as in ISO 8601. Used by one thread.
 */
final class AutoClocks implements MomentReader {
    private static final String NO_CLOCK =
            "is not a time of day that can be read without csv.time-format";

    private int end;
    private int hour;
    private int minute;
    private int second;
    private int nano;

    @Override
    public int read(char[] chars, int from, int to, Moment moment) {
        int colon = Chars.digitsEnd(chars, from, to);
        hour = Chars.number(chars, from, colon);
        boolean minutes = pair(chars, colon, to);
        if (colon - from > 2 || hour < 0 || !(minutes || halfDayAt(chars, colon, to) > 0)) {
            return moment.not(NO_CLOCK);
        }
        minute = minutes ? Chars.number(chars, colon + 1, colon + 3) : 0;
        seconds(chars, minutes ? colon + 3 : colon, to);
        if (!halfDay(chars, to, moment) || !moment.clock(hour, minute, second, nano)) {
            return moment.not("is a time of day that does not exist");
        }
        return OffsetText.read(chars, end, to, moment) ? to : moment.not(NO_CLOCK);
    }

    /** Whether a colon and two digits stand there. */
    private static boolean pair(char[] chars, int at, int to) {
        return at + 3 <= to
                && chars[at] == ':'
                && Chars.digit(chars[at + 1])
                && Chars.digit(chars[at + 2]);
    }

    private void seconds(char[] chars, int at, int to) {
        end = at;
        second = 0;
        nano = 0;
        if (pair(chars, at, to)) {
            second = Chars.number(chars, at + 1, at + 3);
            end = at + 3;
            fraction(chars, to);
        }
    }

    private void fraction(char[] chars, int to) {
        if (end < to && (chars[end] == '.' || chars[end] == ',')) {
            int behind = Chars.digitsEnd(chars, end + 1, to);
            for (int i = end + 1, unit = 100_000_000; i < behind; i++, unit /= 10) {
                nano += (chars[i] - '0') * unit;
            }
            end = behind;
        }
    }

    /** Takes AM or PM if it is there; false if the hour does not go with it. */
    private boolean halfDay(char[] chars, int to, Moment moment) {
        int behind = halfDayAt(chars, end, to);
        if (behind < 0) {
            return true;
        }
        char half = lower(chars[Chars.trimStart(chars, end, to)]);
        end = behind;
        moment.halfDay = true;
        boolean fits = hour >= 1 && hour <= 12;
        hour = hour % 12 + (half == 'p' ? 12 : 0);
        return fits;
    }

    /**
     * The position behind {@code AM}, {@code a}, {@code p.m.} and the like; -1 if none is there.
     */
    private static int halfDayAt(char[] chars, int from, int to) {
        int at = Chars.trimStart(chars, from, to);
        if (at == to || (lower(chars[at]) != 'a' && lower(chars[at]) != 'p')) {
            return -1;
        }
        int behind = dot(chars, at + 1, to);
        int m = Chars.trimStart(chars, behind, to);
        if (m < to && lower(chars[m]) == 'm') {
            behind = dot(chars, m + 1, to);
        }
        return behind < to && Character.isLetter(chars[behind]) ? -1 : behind;
    }

    private static int dot(char[] chars, int at, int to) {
        return at < to && chars[at] == '.' ? at + 1 : at;
    }

    private static char lower(char c) {
        return (char) (c | 0x20);
    }
}
