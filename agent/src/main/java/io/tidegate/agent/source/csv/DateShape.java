package io.tidegate.agent.source.csv;

/**
 * How the dates of a file are written, their order apart.
 *
 * @param separator between the numbers; U+0000 before the first date
 * @param yearDigits two or four
 * @param single whether a day or month was written with one digit
 */
record DateShape(char separator, int yearDigits, boolean single) {
    static final DateShape NONE = new DateShape('\0', 0, false);

    DateShape with(DateText text) {
        return new DateShape(
                text.separator(),
                Math.max(text.aDigits(), text.cDigits()) == 4 ? 4 : 2,
                single || text.single());
    }

    /** The java.time pattern of such dates in that order. */
    String pattern(DateOrder order) {
        return order.pattern(
                yearDigits == 4 ? "yyyy" : "yy",
                single ? "M" : "MM",
                single ? "d" : "dd",
                separator);
    }
}
