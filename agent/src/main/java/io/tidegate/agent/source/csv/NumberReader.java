package io.tidegate.agent.source.csv;

import io.tidegate.agent.row.Percent;
import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.Unreadable;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * Numbers as people write them: {@code 1234}, {@code 1.234,5}, {@code 1'234.5}. Gives Long or
 * BigDecimal. The decimal sign is as configured or proven; until then a number that two signs would
 * read differently is not read: it is counted as evidence. Used by one thread.
 */
final class NumberReader implements ValueReader {
    private static final long NO = Long.MIN_VALUE;
    private static final int MOST_WHOLE_DIGITS = 18;

    private static final int[] THOUSANDTHS = {1_000, 100, 10, 1};

    private final Evidence evidence;
    private final DecimalText text = new DecimalText();

    NumberReader(Evidence evidence) {
        this.evidence = evidence;
    }

    @Override
    public Object read(char[] chars, int from, int to) {
        int begin = Chars.trimStart(chars, from, to);
        int end = Chars.trimEnd(chars, begin, to);
        if (begin == end) {
            return null;
        }
        long whole = plain(chars, begin, end);
        return whole != NO ? (Object) whole : decimal(chars, begin, end);
    }

    @Override
    public long whole(char[] chars, int from, int to) {
        int begin = Chars.trimStart(chars, from, to);
        int end = Chars.trimEnd(chars, begin, to);
        long whole = begin == end ? NO : plain(chars, begin, end);
        return whole == NO ? RawRow.ASK : whole;
    }

    /** Plain digits and one to three more behind the decimal sign, once that is known. */
    @Override
    public long thousandths(char[] chars, int from, int to) {
        int sign = Chars.digitsEnd(chars, from, to);
        long whole = Chars.number(chars, from, sign);
        int decimals = to - sign - 1;
        if (whole < 0 || decimals < 1 || decimals > 3 || !isSign(chars[sign])) {
            return RawRow.ASK;
        }
        long fraction = Chars.number(chars, sign + 1, to);
        return fraction < 0 ? RawRow.ASK : whole * 1_000 + fraction * THOUSANDTHS[decimals];
    }

    private boolean isSign(char c) {
        Optional<Character> sign = evidence.decimal();
        return sign.isPresent() && sign.get() == c;
    }

    /** The number of plain digits, with or without a minus; else NO. */
    private static long plain(char[] chars, int from, int to) {
        boolean minus = chars[from] == '-';
        int at = minus ? from + 1 : from;
        if (at == to || to - at > MOST_WHOLE_DIGITS) {
            return NO;
        }
        long number = 0;
        for (; at < to; at++) {
            if (!Chars.digit(chars[at])) {
                return NO;
            }
            number = number * 10 + chars[at] - '0';
        }
        return minus ? -number : number;
    }

    private Object decimal(char[] chars, int from, int to) {
        if (chars[to - 1] == '%') {
            return percent(read(chars, from, to - 1));
        }
        if (chars[from] == '(' && chars[to - 1] == ')') {
            return negative(read(chars, from + 1, to - 1));
        }
        Optional<Character> sign = evidence.decimal();
        return sign.isPresent() ? known(chars, from, to, sign.get()) : unknown(chars, from, to);
    }

    private static Object percent(Object number) {
        return switch (number) {
            case Long points -> new Percent(BigDecimal.valueOf(points));
            case BigDecimal points -> new Percent(points);
            case Unreadable unreadable -> unreadable;
            case null, default -> new Unreadable("is not a number");
        };
    }

    /** As accountants write it. */
    private static Object negative(Object number) {
        return switch (number) {
            case Long amount -> -amount;
            case BigDecimal amount -> amount.negate();
            case Unreadable unreadable -> unreadable;
            case null, default -> new Unreadable("is not a number");
        };
    }

    private Object known(char[] chars, int from, int to, char sign) {
        BigDecimal number = text.read(chars, from, to, sign);
        return number != null ? number : unreadable(chars, from, to);
    }

    private Object unknown(char[] chars, int from, int to) {
        BigDecimal point = text.read(chars, from, to, '.');
        BigDecimal comma = text.read(chars, from, to, ',');
        if (point == null && comma == null) {
            return unreadable(chars, from, to);
        }
        if (point != null && comma != null && point.compareTo(comma) == 0) {
            return point;
        }
        evidence.sawNumber(point != null, comma != null);
        return new Unreadable("is a number whose decimal sign is not known; set csv.decimal");
    }

    private Unreadable unreadable(char[] chars, int from, int to) {
        boolean digits = false;
        boolean exponent = false;
        for (int i = from; i < to; i++) {
            exponent |= digits && (chars[i] == 'e' || chars[i] == 'E');
            digits |= Chars.digit(chars[i]);
        }
        if (exponent) {
            return new Unreadable(
                    "is in scientific notation, which has lost digits; export the column as text");
        }
        return new Unreadable(digits ? notSo() : "holds text where a number belongs");
    }

    private String notSo() {
        return evidence.decimal().isPresent()
                ? "is not a number with the decimal sign " + evidence.decimal().get()
                : "is not a number";
    }
}
