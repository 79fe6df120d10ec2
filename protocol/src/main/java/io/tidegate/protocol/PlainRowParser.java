package io.tidegate.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Reads rows that are spelled as most are: no white space, no escapes, no exponents, all values of
 * their columns' kinds. What is spelled in any other way is left to {@link RowParser}, whether it
 * is right or wrong. Used by one thread.
 */
final class PlainRowParser {
    private static final int MOST_DIGITS = 15;
    private static final int DECIMALS = 3;
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    /** No value, and nothing that a row could hold. */
    private static final long OTHER = Long.MIN_VALUE + 1;

    private final DataType data;
    private final Column[] columns;
    private final int channel;
    private final Ascii chars = new Ascii();
    private byte[] line;
    private int at;
    private int end;

    PlainRowParser(DataType data, List<Column> columns) {
        this.data = data;
        this.columns = columns.toArray(Column[]::new);
        this.channel = data.column("channel").map(Column::ordinal).orElse(-1);
    }

    /**
     * @param from of a line that is well-formed UTF-8 without NUL
     * @return null if the line is not spelled so; then nothing is known of it
     */
    Row parse(byte[] bytes, int from, int to) {
        line = bytes;
        at = from;
        end = to;
        int width = data.columns().size();
        long[] numbers = new long[width];
        Arrays.fill(numbers, Row.NULL);
        String[] texts = new String[width];
        byte before = '[';
        for (Column column : columns) {
            if (!skip(before) || !value(column, numbers, texts)) {
                return null;
            }
            before = ',';
        }
        if (!skip((byte) ']') || at != end) {
            return null;
        }
        if (channel >= 0 && numbers[channel] == Row.NULL) {
            numbers[channel] = Channel.CALLS.ordinal();
        }
        return new Row(data, numbers, texts);
    }

    private boolean skip(byte expected) {
        return at < end && line[at++] == expected;
    }

    private boolean value(Column column, long[] numbers, String[] texts) {
        if (at < end && line[at] == 'n') {
            return literal();
        }
        if (column.kind() == Kind.TEXT) {
            return (texts[column.ordinal()] = text()) != null;
        }
        long number =
                switch (column.kind()) {
                    case INSTANT -> instant();
                    case CHANNEL -> channel();
                    case COUNT, FLAG -> whole();
                    case SECONDS -> seconds();
                    case TEXT -> throw new IllegalStateException("a text is no number");
                };
        numbers[column.ordinal()] = number;
        return number != OTHER;
    }

    private boolean literal() {
        boolean there = Arrays.equals(line, at, Math.min(at + 4, end), NULL, 0, NULL.length);
        at += NULL.length;
        return there;
    }

    /** Goes behind a string; where it begins, -1 if it holds an escape or a control character. */
    private int string() {
        if (!skip((byte) '"')) {
            return -1;
        }
        int begin = at;
        for (; at < end; at++) {
            byte b = line[at];
            if (b == '"') {
                at++;
                return begin;
            }
            if (b == '\\' || b >= 0 && b < ' ') {
                return -1;
            }
        }
        return -1;
    }

    private String text() {
        int begin = string();
        return begin < 0 ? null : new String(line, begin, at - 1 - begin, StandardCharsets.UTF_8);
    }

    private long instant() {
        int begin = string();
        return begin < 0 ? OTHER : WireTime.parseOr(chars.of(line, begin, at - 1), OTHER);
    }

    private long channel() {
        int begin = string();
        if (begin >= 0) {
            for (Channel one : Channel.ALL) {
                if (chars.of(line, begin, at - 1).is(one.wireName())) {
                    return one.ordinal();
                }
            }
        }
        return OTHER;
    }

    /** Digits without a sign and without a zero before them. */
    private long whole() {
        int begin = at;
        long value = 0;
        for (; at < end && line[at] >= '0' && line[at] <= '9'; at++) {
            value = value * 10 + line[at] - '0';
        }
        int digits = at - begin;
        boolean plain = digits > 0 && digits <= MOST_DIGITS && (digits == 1 || line[begin] != '0');
        return plain ? value : OTHER;
    }

    private long seconds() {
        long millis = whole();
        if (millis == OTHER || millis > Limits.SECONDS_MILLIS) {
            return OTHER;
        }
        millis *= 1_000;
        if (at < end && line[at] == '.') {
            int begin = ++at;
            long place = 100;
            for (; at < end && line[at] >= '0' && line[at] <= '9'; at++) {
                millis += (line[at] - '0') * place;
                place /= 10;
            }
            return at > begin && at <= begin + DECIMALS ? millis : OTHER;
        }
        return millis;
    }

    /** Some bytes of a line as characters. */
    private static final class Ascii implements CharSequence {
        private byte[] bytes;
        private int from;
        private int to;

        Ascii of(byte[] line, int begin, int end) {
            bytes = line;
            from = begin;
            to = end;
            return this;
        }

        boolean is(String text) {
            return text.contentEquals(this);
        }

        @Override
        public int length() {
            return to - from;
        }

        @Override
        public char charAt(int index) {
            return (char) (bytes[from + index] & 0xFF);
        }

        @Override
        public CharSequence subSequence(int begin, int end) {
            return new Ascii().of(bytes, from + begin, from + end);
        }

        @Override
        public String toString() {
            return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }
    }
}
