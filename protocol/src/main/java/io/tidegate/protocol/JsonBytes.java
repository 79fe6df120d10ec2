package io.tidegate.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * A growing buffer of UTF-8 into which JSON is written value by value, each in its one canonical
 * spelling: what is hashed and what travels look alike. Makes no garbage per value. Used by one
 * thread.
 */
final class JsonBytes {
    /** Bytes that {@link #few} copies at once. */
    static final int STEP = 8;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle LITTLE =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LITTLE_INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** The three digits of a number below 1000, zeros before it, the first in the lowest byte. */
    private static final int[] THREE = three();

    private static final int ASCII_0 = '0';
    private static final int COLON = ':';
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_PER_CHAR = 6;
    private static final int MOST_PER_NUMBER = 24;
    private static final int MOST_PER_TIME = 40;
    private static final int DATE = "1970-01-01T".length();

    /**
     * What a character below U+0080 becomes: 0 itself, 1 a six-byte escape, else backslash and
     * that.
     */
    private static final byte[] ESCAPES = escapes();

    private byte[] bytes;
    private int size;
    private long day = Long.MIN_VALUE;
    private final byte[] date = new byte[DATE + STEP];

    JsonBytes(int capacity) {
        bytes = new byte[capacity];
    }

    byte[] array() {
        return bytes;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, size);
    }

    void raw(byte[] text) {
        raw(text, 0, text.length);
    }

    void raw(byte[] text, int from, int to) {
        ensure(to - from);
        System.arraycopy(text, from, bytes, size, to - from);
        size += to - from;
    }

    /**
     * As {@link #raw(byte[], int, int)} for a few bytes, which is quicker in steps: both arrays
     * need room for one step behind what is copied. The room here was {@link #ensure}d.
     */
    void few(byte[] text, int from, int to) {
        int length = to - from;
        byte[] out = bytes;
        int at = size;
        for (int i = 0; i < length; i += STEP) {
            LONGS.set(out, at + i, (long) LONGS.get(text, from + i));
        }
        size = at + length;
    }

    void raw(char ascii) {
        ensure(1);
        mark(ascii);
    }

    /** As {@link #raw(char)}, into room that was {@link #ensure}d. */
    void mark(char ascii) {
        bytes[size++] = (byte) ascii;
    }

    /**
     * A JSON string, escaped as RFC 8785 does.
     *
     * @throws IllegalArgumentException if it holds half of a surrogate pair
     */
    void string(String text) {
        string(text, 0);
    }

    /**
     * The same, with room behind it.
     *
     * @param room bytes that can be written next without a further {@link #ensure}
     */
    void string(String text, int room) {
        int length = text.length();
        ensure(length * (long) MOST_PER_CHAR + 2 + room);
        byte[] out = bytes;
        int at = size;
        out[at++] = '"';
        int i = 0;
        for (; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80 || ESCAPES[c] != 0) {
                break;
            }
            out[at++] = (byte) c;
        }
        size = at;
        for (; i < length; i++) {
            i += character(text, i);
        }
        bytes[size++] = '"';
    }

    /**
     * A JSON string of characters of which each takes one byte: {@link RowText} has found that.
     *
     * @param room bytes that can be written next without a further {@link #ensure}
     */
    @SuppressWarnings("deprecation") // Takes the lower half of each char, which is all of it here.
    void plain(String text, int room) {
        int length = text.length();
        ensure(length + 2L + room);
        bytes[size] = '"';
        text.getBytes(0, length, bytes, size + 1);
        bytes[size + length + 1] = '"';
        size += length + 2;
    }

    /** Writes one character; says how many more chars it took than one. */
    private int character(String text, int i) {
        char c = text.charAt(i);
        if (c < 0x80) {
            ascii(c);
        } else if (c < 0x800) {
            put(0xC0 | c >> 6, 0x80 | c & 0x3F);
        } else if (!Character.isSurrogate(c)) {
            put(0xE0 | c >> 12, 0x80 | c >> 6 & 0x3F);
            put(0x80 | c & 0x3F);
        } else {
            pair(text, i);
            return 1;
        }
        return 0;
    }

    private void ascii(char c) {
        byte escape = ESCAPES[c];
        if (escape == 0) {
            put(c);
        } else if (escape == 1) {
            put('\\', 'u');
            put('0', '0');
            put(HEX[c >> 4], HEX[c & 15]);
        } else {
            put('\\', escape);
        }
    }

    private void pair(String text, int i) {
        int point = text.codePointAt(i);
        if (point < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
            throw new IllegalArgumentException("half of a surrogate pair in a text");
        }
        put(0xF0 | point >> 18, 0x80 | point >> 12 & 0x3F);
        put(0x80 | point >> 6 & 0x3F, 0x80 | point & 0x3F);
    }

    private void put(int b) {
        bytes[size++] = (byte) b;
    }

    private void put(int b, int c) {
        bytes[size++] = (byte) b;
        bytes[size++] = (byte) c;
    }

    /** A whole number, zero or more. */
    void count(long value) {
        ensure(MOST_PER_NUMBER);
        digits(value);
    }

    /** Most numbers are small, and then no loop is needed, nor are their digits counted. */
    private void digits(long value) {
        if (value < 10) {
            bytes[size++] = (byte) ('0' + value);
        } else if (value < 1000) {
            boolean two = value < 100;
            LITTLE_INTS.set(bytes, size, THREE[(int) value] >>> (two ? 8 : 0));
            size += two ? 2 : 3;
        } else {
            manyDigits(value);
        }
    }

    private void manyDigits(long value) {
        int at = size + width(value);
        size = at;
        long rest = value;
        do {
            bytes[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
    }

    private static int width(long value) {
        int width = 1;
        for (long bound = 10; value >= bound; bound *= 10) {
            width++;
            if (width == 19) {
                break;
            }
        }
        return width;
    }

    /** Milliseconds, zero or more, as seconds with the fewest decimals: 124600 is 124.6. */
    void seconds(long millis) {
        ensure(MOST_PER_NUMBER);
        digits(millis / 1000);
        fraction((int) (millis % 1000), 3);
    }

    /** A quoted point in time, within the range of {@link WireTime}. */
    void instant(long micros) {
        ensure(MOST_PER_TIME);
        put('"');
        time(micros);
        put('"');
    }

    /** As {@link #instant}, without quotes. */
    void time(long micros) {
        ensure(MOST_PER_TIME);
        date(Math.floorDiv(micros, WireTime.DAY));
        long ofDay = Math.floorMod(micros, WireTime.DAY);
        int second = (int) (ofDay / WireTime.SECOND);
        long text = two(second / 3600) | (long) COLON << 16;
        text |= two(second / 60 % 60) << 24 | (long) COLON << 40;
        LITTLE.set(bytes, size, text | two(second % 60) << 48);
        size += 8;
        fraction((int) (ofDay % WireTime.SECOND), 6);
        put('Z');
    }

    /** Rows of one day come together: its date is made once. */
    private void date(long epochDay) {
        if (epochDay != day) {
            byte[] text =
                    (LocalDate.ofEpochDay(epochDay) + "T").getBytes(StandardCharsets.US_ASCII);
            if (text.length != DATE) {
                throw new IllegalArgumentException("a time outside the years 1970 to 9999");
            }
            System.arraycopy(text, 0, date, 0, DATE);
            day = epochDay;
        }
        few(date, 0, DATE);
    }

    /** Two digits, the first in the lowest byte. */
    private static long two(int value) {
        return THREE[value] >>> 8;
    }

    private static int[] three() {
        int[] three = new int[1000];
        for (int i = 0; i < three.length; i++) {
            three[i] = ASCII_0 + i / 100 | ASCII_0 + i / 10 % 10 << 8 | ASCII_0 + i % 10 << 16;
        }
        return three;
    }

    /** A point and 3 or 6 decimals, without the zeros at their end; nothing for zero. */
    private void fraction(int value, int places) {
        if (value == 0) {
            return;
        }
        bytes[size] = '.';
        if (places == 3) {
            LITTLE_INTS.set(bytes, size + 1, THREE[value]);
        } else {
            LITTLE_INTS.set(bytes, size + 1, THREE[value / 1000]);
            LITTLE_INTS.set(bytes, size + 4, THREE[value % 1000]);
        }
        size += places + 1;
        while (bytes[size - 1] == '0') {
            size--;
        }
    }

    /** Makes room for so many bytes more. */
    void ensure(long more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.max(bytes.length * 2L, size + more)));
        }
    }

    /** Bytes that a character below U+0080 takes inside a JSON string. */
    static int width(char ascii) {
        byte escape = ESCAPES[ascii];
        return escape == 0 ? 1 : escape == 1 ? MOST_PER_CHAR : 2;
    }

    private static byte[] escapes() {
        byte[] escapes = new byte[0x80];
        Arrays.fill(escapes, 0, 0x20, (byte) 1);
        escapes['\b'] = 'b';
        escapes['\t'] = 't';
        escapes['\n'] = 'n';
        escapes['\f'] = 'f';
        escapes['\r'] = 'r';
        escapes['"'] = '"';
        escapes['\\'] = '\\';
        return escapes;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }
}
