package io.tidegate.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream of bytes into lines that end with a line feed. Holds one line of bounded length,
 * and no more. Used by one thread.
 */
final class LineReader {
    private static final int START = 32 << 10;

    private final InputStream in;
    private final int longest;
    private final long most;
    private byte[] buffer = new byte[START];
    private int from;
    private int to;
    private int filled;
    private long read;
    private boolean tooLong;
    private boolean rest;

    /**
     * @param longest bytes of a line without its line feed; a longer one is skipped
     * @param most bytes of all lines together
     */
    LineReader(InputStream in, int longest, long most) {
        this.in = in;
        this.longest = longest;
        this.most = most;
    }

    byte[] array() {
        return buffer;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /** Whether the line was longer than allowed; then its content is gone. */
    boolean tooLong() {
        return tooLong;
    }

    /** Whether bytes without a line feed stood at the end. */
    boolean rest() {
        return rest;
    }

    /**
     * Goes to the next line.
     *
     * @return false at the end, where a line without line feed is none
     * @throws BatchException if there are more bytes than allowed
     */
    boolean next() throws IOException, BatchException {
        from = Math.min(to + 1, filled);
        tooLong = false;
        int at = from;
        while (true) {
            for (; at < filled; at++) {
                if (buffer[at] == '\n') {
                    to = at;
                    tooLong |= to - from > longest;
                    return true;
                }
            }
            at = makeRoom(at);
            if (!fill()) {
                rest = tooLong || filled > from;
                from = to = filled;
                return false;
            }
        }
    }

    /** Moves the begun line to the front, or drops it if it is too long already. */
    private int makeRoom(int at) {
        int length = at - from;
        if (length > longest) {
            tooLong = true;
            length = 0;
        }
        if (length > 0 && from > 0) {
            System.arraycopy(buffer, from, buffer, 0, length);
        }
        from = 0;
        filled = length;
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        return filled;
    }

    private boolean fill() throws IOException, BatchException {
        int n = in.read(buffer, filled, buffer.length - filled);
        if (n <= 0) {
            return false;
        }
        filled += n;
        read += n;
        if (read > most) {
            throw new BatchException(
                    ProblemType.TOO_LARGE, "the batch has more than %d bytes".formatted(most));
        }
        return true;
    }
}
