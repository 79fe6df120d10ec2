package io.tidegate.agent.source.csv;

import java.io.IOException;
import java.util.Arrays;

/**
 * A sliding window over a stream of characters. It keeps everything from {@link #start} on, up to
 * {@link #MAX} characters, so that a record that turns out wrong can be read again from its first
 * line. Used by one thread.
 */
final class CharWindow {
    /** What a record may measure: 1 MiB of characters. */
    static final int MAX = 1 << 20;

    private static final int FIRST = 1 << 16;

    private final CharSource source;
    private boolean ended;

    /** Characters that were given up before the first of {@link #chars}. */
    private long gone;

    /** A character, counted from the beginning, of which the byte was asked last. */
    private long known = -1;

    private long knownByte;

    /** The characters; valid from {@code start} to {@code end}. */
    char[] chars = new char[FIRST];

    /** Where the record begins; moves when more is read, so positions are kept relative to it. */
    int start;

    /** The next character to look at. */
    int at;

    int end;

    CharWindow(CharSource source) {
        this.source = source;
    }

    /** Begins a record here: what lies before is given up. */
    void begin() {
        start = at;
    }

    /**
     * Reads more behind {@code end}.
     *
     * @return false at the end of the stream, or if the record is as long as it may be
     */
    boolean more() throws IOException, UnfitFileException {
        if (ended || !room()) {
            return false;
        }
        int read = source.read(chars, end, chars.length - end);
        ended = read < 0;
        end += Math.max(0, read);
        return !ended;
    }

    /** Whether more() said no because there is nothing more. */
    boolean ended() {
        return ended;
    }

    /**
     * The byte with which the record begins, counted from the beginning of what is read; -1 if it
     * is not made of bytes. Measured when asked: from where it was asked last, else back from the
     * end of the window, so that asking for every record costs as much as measuring each character
     * once.
     */
    long offset() {
        long read = source.bytes();
        if (read < 0) {
            return -1;
        }
        boolean near = known >= gone && known <= gone + start;
        knownByte =
                near
                        ? knownByte + source.bytes(chars, (int) (known - gone), start)
                        : read - source.bytes(chars, start, end);
        known = gone + start;
        return knownByte;
    }

    private boolean room() {
        if (end < chars.length - 1) {
            return true; // For one character alone there is none: a pair would not fit.
        }
        if (start > 0) {
            gone += start;
            System.arraycopy(chars, start, chars, 0, end - start);
            at -= start;
            end -= start;
            start = 0;
            return true;
        }
        if (chars.length >= MAX) {
            return false;
        }
        chars = Arrays.copyOf(chars, chars.length * 2);
        return true;
    }
}
