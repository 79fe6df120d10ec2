package io.tidegate.agent.file;

import io.tidegate.agent.source.csv.CsvFiles;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** How a file ends, as far as its last bytes tell whether its writer is done. */
enum Tail {
    /** With a line end. */
    ENDED,
    /** With text: its last line may be cut. */
    OPEN,
    /** There is nothing in it yet. */
    EMPTY,
    /** With zeros that a copy reserved in advance and has not filled yet. */
    RESERVED;

    private static final int HEAD = 64;
    private static final int LAST = 5;
    private static final byte DOS_END = 0x1A;

    /**
     * @param wide whether it is known to be in UTF-16 or UTF-32, where zeros belong to text; a byte
     *     order mark tells it too
     */
    static Tail of(Path file, boolean wide) throws IOException {
        try (var channel =
                Files.newByteChannel(
                        file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            long size = channel.size();
            return size == 0
                    ? EMPTY
                    : of(
                            wide || CsvFiles.isWide(read(channel, 0, HEAD)),
                            read(channel, Math.max(0, size - LAST), LAST));
        }
    }

    private static Tail of(boolean wide, byte[] last) {
        int end = last.length;
        while (end > 0 && (last[end - 1] == DOS_END || (wide && last[end - 1] == 0))) {
            end--;
        }
        if (end == 0 || last[end - 1] == 0) {
            return RESERVED;
        }
        return last[end - 1] == '\n' || last[end - 1] == '\r' ? ENDED : OPEN;
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
