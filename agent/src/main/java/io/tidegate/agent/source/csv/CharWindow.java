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

    private boolean room() {
        if (end < chars.length) {
            return true;
        }
        if (start > 0) {
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
