package io.tidegate.agent.source.csv;

import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.Unreadable;
import io.tidegate.config.CsvValues.LengthUnit;

import java.math.BigDecimal;

/**
 * Lengths of time in seconds: a number that counts as the settings say, a text with colons as
 * {@link ClockLength} reads it, or one with written units. Gives Long or BigDecimal. Used by one
 * thread.
 */
final class SecondsReader implements ValueReader {
    private static final int MOST_DIGITS = 7;
    private static final Unreadable NOT_H_MM =
            new Unreadable("is not a length of time like h:mm (csv.duration)");

    private final ValueReader numbers;
    private final LengthUnit unit;
    private final PlainLengths seen;
    private final ClockLength clock;
    private final LengthText texts;

    /**
     * @param seen told of plain numbers
     */
    SecondsReader(ValueReader numbers, LengthUnit unit, PlainLengths seen) {
        this.numbers = numbers;
        this.unit = unit;
        this.seen = seen;
        this.clock = new ClockLength(unit == LengthUnit.H_MM);
        this.texts = new LengthText(numbers, clock);
    }

    @Override
    public Object read(char[] chars, int from, int to) {
        boolean colon = false;
        boolean letter = false;
        for (int i = from; i < to; i++) {
            letter |= chars[i] > ':' && Character.isLetter(chars[i]);
            colon |= chars[i] == ':';
        }
        return colon || letter ? text(chars, from, to, letter, colon) : number(chars, from, to);
    }

    /** What is plain; a unit or a question about it needs more care. */
    @Override
    public long whole(char[] chars, int from, int to) {
        if (scales()) {
            return RawRow.ASK;
        }
        for (int i = from; i < to; i++) {
            if (chars[i] == ':') {
                return plain(chars, from, i, to);
            }
        }
        long number = numbers.whole(chars, from, to);
        if (number != RawRow.ASK) {
            seen.whole(number);
        }
        return number;
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
        return scales() || !seen.isSeconds() ? RawRow.ASK : numbers.thousandths(chars, from, to);
    }

    private Object text(char[] chars, int from, int to, boolean letter, boolean colon) {
        int begin = Chars.trimStart(chars, from, to);
        int end = Chars.trimEnd(chars, begin, to);
        Object length = letter ? texts.read(chars, begin, end) : clock.read(chars, begin, end);
        if (length != null) {
            return length;
        }
        return colon ? ClockLength.NOT_SO : number(chars, from, to);
    }

    private Object number(char[] chars, int from, int to) {
        Object number = numbers.read(chars, from, to);
        if (number instanceof Long whole) {
            seen.whole(whole);
            return scales() ? scaled(BigDecimal.valueOf(whole)) : number;
        }
        if (number instanceof BigDecimal decimal) {
            seen.decimal(decimal);
            return scales() ? scaled(decimal) : number;
        }
        return number;
    }

    private boolean scales() {
        return unit != LengthUnit.SECONDS;
    }

    private Object scaled(BigDecimal number) {
        boolean bare = unit == LengthUnit.H_MM && number.signum() != 0;
        return bare ? NOT_H_MM : Seconds.of(number, unit);
    }
}
