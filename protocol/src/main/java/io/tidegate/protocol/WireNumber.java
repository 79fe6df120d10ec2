package io.tidegate.protocol;

/** Numbers as they stand in a row: plain decimals. What is none is a negative code. Stateless. */
final class WireNumber {
    static final long NEGATIVE = -1;
    static final long TOO_LARGE = -2;
    static final long TOO_FINE = -3;
    static final long EXPONENT = -4;
    static final long NOT_WHOLE = -5;
    static final long NO_NUMBER = -6;

    private WireNumber() {}

    static String reason(long code) {
        return switch ((int) code) {
            case (int) NEGATIVE -> "is below zero";
            case (int) TOO_LARGE -> "is larger than any real value";
            case (int) TOO_FINE -> "has more than three decimals";
            case (int) EXPONENT -> "is written with an exponent";
            case (int) NOT_WHOLE -> "is no whole number";
            default -> "is no JSON number";
        };
    }

    static long thousandfold(long value) {
        return value > Long.MAX_VALUE / 1000 ? TOO_LARGE : value < 0 ? value : value * 1000;
    }

    /** Below zero, unless it is nothing at all. */
    private static long negated(long thousandths) {
        return thousandths > 0 || thousandths == TOO_LARGE ? NEGATIVE : thousandths;
    }

    /** The thousandths of a JSON number with a decimal point or an exponent. */
    static long thousandths(String text) {
        if (text.startsWith("-")) {
            return negated(thousandths(text.substring(1)));
        }
        int point = text.indexOf('.');
        if (point < 0 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
            return EXPONENT;
        }
        if (text.length() - point > 4) {
            return TOO_FINE;
        }
        return point > 15
                ? TOO_LARGE
                : Long.parseLong((text + "00").replace(".", ""), 0, point + 3, 10);
    }
}
