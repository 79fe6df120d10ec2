package io.tidegate.agent.source.csv;

import java.math.BigDecimal;

/**
 * Reads a number under one decimal sign: a sign, digits, perhaps in groups of exactly three that
 * one and the same separator divides, perhaps a fraction. Used by one thread.
 */
final class DecimalText {
    private static final int MOST = 40;

    private final char[] plain = new char[MOST];
    private char[] chars;
    private int at;
    private int to;
    private int length;

    /** Null if it is no such number. */
    BigDecimal read(char[] text, int from, int end, char decimal) {
        if (end - from > MOST) {
            return null;
        }
        chars = text;
        at = from;
        to = end;
        length = 0;
        sign();
        boolean number = whole(decimal) && fraction(decimal) && at == to;
        return number ? new BigDecimal(plain, 0, length) : null;
    }

    private void sign() {
        if (chars[at] == '-' || chars[at] == '+') {
            plain[length++] = chars[at++];
        }
    }

    /** The part before the decimal sign; it may be missing. */
    private boolean whole(char decimal) {
        int begin = at;
        int digits = digits();
        if (at == to || !divides(chars[at], decimal)) {
            return true;
        }
        char separator = chars[at];
        while (at < to && chars[at] == separator) {
            at++;
            if (digits() != 3) {
                return false;
            }
        }
        return digits >= 1 && digits <= 3 && chars[begin] != '0';
    }

    private boolean fraction(char decimal) {
        if (at == to) {
            return length > 0 && Chars.digit(plain[length - 1]);
        }
        if (chars[at++] != decimal) {
            return false;
        }
        plain[length++] = '.';
        return digits() > 0;
    }

    /** Takes digits; tells how many. */
    private int digits() {
        int begin = at;
        at = Chars.digitsEnd(chars, at, to);
        System.arraycopy(chars, begin, plain, length, at - begin);
        length += at - begin;
        return at - begin;
    }

    private static boolean divides(char c, char decimal) {
        return c != decimal
                && (c == '.' || c == ',' || c == '\'' || c == '\u2019' || Chars.blank(c));
    }
}
