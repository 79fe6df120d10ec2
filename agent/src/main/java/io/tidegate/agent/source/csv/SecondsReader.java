package io.tidegate.agent.source.csv;

import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.Unreadable;

import java.math.BigDecimal;

/**
 * Lengths of time in seconds: a number, or {@code h:mm:ss}, {@code mm:ss} (minutes may pass 60) or
 * {@code :ss}, the seconds perhaps with a fraction. Gives Long or BigDecimal. Used by one thread.
 */
final class SecondsReader implements ValueReader {
    private static final int MOST_DIGITS = 7;
    private static final Unreadable NOT_SO =
            new Unreadable("is not a length of time like h:mm:ss, mm:ss or seconds");

    private final ValueReader numbers;

    SecondsReader(ValueReader numbers) {
        this.numbers = numbers;
    }

    @Override
    public Object read(char[] chars, int from, int to) {
        for (int i = from; i < to; i++) {
            if (chars[i] == ':') {
                return parts(
                        chars, Chars.trimStart(chars, from, to), Chars.trimEnd(chars, from, to));
            }
        }
        return numbers.read(chars, from, to);
    }

    @Override
    public long whole(char[] chars, int from, int to) {
        for (int i = from; i < to; i++) {
            if (chars[i] == ':') {
                return plain(chars, from, i, to);
            }
        }
        return numbers.whole(chars, from, to);
    }

    /** Minutes and two digits; anything else is read with more care. */
    private static long plain(char[] chars, int from, int colon, int to) {
        int minutes = Chars.number(chars, from, colon);
        int seconds = Chars.number(chars, colon + 1, to);
        boolean plain =
                minutes >= 0 && colon - from <= MOST_DIGITS && to - colon == 3 && seconds >= 0;
        return plain && seconds < 60 ? minutes * 60L + seconds : RawRow.ASK;
    }

    @Override
    public long thousandths(char[] chars, int from, int to) {
        return numbers.thousandths(chars, from, to);
    }

    private static Object parts(char[] chars, int from, int to) {
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
        return seconds(total, chars, begin, to);
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
