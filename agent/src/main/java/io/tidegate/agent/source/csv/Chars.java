package io.tidegate.agent.source.csv;

/** Small questions to a run of characters. */
final class Chars {
    private Chars() {}

    static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Blanks of every width, the tab included. */
    static boolean blank(char c) {
        return c == ' ' || c == '\t' || c == '\u00A0' || c == '\u202F' || c == '\u2009';
    }

    /** The first position from {@code from} on that is not blank, {@code to} if there is none. */
    static int trimStart(char[] chars, int from, int to) {
        while (from < to && blank(chars[from])) {
            from++;
        }
        return from;
    }

    /** The position behind the last character that is not blank. */
    static int trimEnd(char[] chars, int from, int to) {
        while (to > from && blank(chars[to - 1])) {
            to--;
        }
        return to;
    }

    /**
     * The number that these digits write, -1 if there are none, more than nine, or something else.
     */
    static int number(char[] chars, int from, int to) {
        if (to - from < 1 || to - from > 9) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            if (!digit(chars[i])) {
                return -1;
            }
            number = number * 10 + chars[i] - '0';
        }
        return number;
    }

    /** The position behind the digits that begin at {@code from}. */
    static int digitsEnd(char[] chars, int from, int to) {
        while (from < to && digit(chars[from])) {
            from++;
        }
        return from;
    }
}
