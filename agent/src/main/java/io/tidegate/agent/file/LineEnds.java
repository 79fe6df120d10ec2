package io.tidegate.agent.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Where lines of a file end, as bytes.
 *
 * @param width bytes per character unit: 1, or 2 in UTF-16, or 4 in UTF-32
 * @param at where in a unit the byte stands that tells
 * @param end what ends a line: LF, or CR where there is no LF
 */
record LineEnds(int width, int at, byte end) {
    /** A record is never longer, and a file without a line end in so many bytes waits. */
    private static final int MOST = 4 << 20;

    /** The offset behind the last line end, and how lines end. */
    record Last(long offset, LineEnds ends) {}

    /**
     * @param size that many bytes are looked at
     * @param encoding as it is set; empty for {@code auto}
     */
    static Last last(Path file, long size, String encoding) throws IOException {
        try (var channel =
                Files.newByteChannel(
                        file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            LineEnds ends = of(read(channel, 0, 4), encoding);
            long from = Math.max(0, (size - MOST) / 4 * 4);
            byte[] tail = read(channel, from, (int) (size - from));
            int last = ends.last(tail);
            if (last < 0) {
                ends = new LineEnds(ends.width, ends.at, (byte) '\r');
                last = ends.last(tail);
            }
            return new Last(last < 0 ? 0 : from + last, ends);
        }
    }

    /** Whether a line ends with that unit, whose bytes begin there. */
    boolean isEnd(byte[] bytes, int from) {
        for (int i = 0; i < width; i++) {
            if (bytes[from + i] != (i == at ? end : 0)) {
                return false;
            }
        }
        return true;
    }

    /** A CR that is the very last may be half of a CR LF, and counts as none. */
    private int last(byte[] bytes) {
        int from = bytes.length / width * width - (end == '\r' ? 2 : 1) * width;
        for (; from >= 0; from -= width) {
            if (isEnd(bytes, from)) {
                return from + width;
            }
        }
        return -1;
    }

    private static LineEnds of(byte[] head, String encoding) {
        String name = encoding.toUpperCase(java.util.Locale.ROOT);
        boolean le = begins(head, 0xFF, 0xFE);
        if (begins(head, 0xFF, 0xFE, 0, 0) || name.startsWith("UTF-32LE")) {
            return new LineEnds(4, 0, (byte) '\n');
        }
        if (begins(head, 0, 0, 0xFE, 0xFF) || name.startsWith("UTF-32")) {
            return new LineEnds(4, 3, (byte) '\n');
        }
        if (le || name.startsWith("UTF-16LE")) {
            return new LineEnds(2, 0, (byte) '\n');
        }
        boolean be = begins(head, 0xFE, 0xFF) || name.startsWith("UTF-16");
        return new LineEnds(be ? 2 : 1, be ? 1 : 0, (byte) '\n');
    }

    private static boolean begins(byte[] head, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (i >= head.length || (head[i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] read(SeekableByteChannel channel, long from, int most)
            throws IOException {
        var bytes = ByteBuffer.allocate(most);
        channel.position(from);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // Until there is no more.
        }
        return java.util.Arrays.copyOf(bytes.array(), bytes.position());
    }
}
