package io.tidegate.agent.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * What the end of a zip file says: that it is whole, and how many entries it has.
 *
 * @param entries as many as there are; {@link #MANY} if there are more than it can say
 */
record ZipEnd(int entries) {
    static final int MANY = 0xFFFF;

    private static final int SIGNATURE = 0x06054B50;
    private static final int LENGTH = 22;
    private static final int ENTRIES_AT = 10;
    private static final int REMARK_AT = 20;

    /**
     * @throws PackedException if it is cut off
     */
    static ZipEnd of(Path file) throws IOException {
        try (var channel =
                Files.newByteChannel(
                        file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            ByteBuffer tail = tail(channel);
            for (int at = tail.limit() - LENGTH; at >= 0; at--) {
                if (tail.getInt(at) == SIGNATURE && isLast(tail, at)) {
                    return new ZipEnd(tail.getShort(at + ENTRIES_AT) & MANY);
                }
            }
        }
        throw PackedException.cut("zip");
    }

    /** A remark may follow, and nothing else. */
    private static boolean isLast(ByteBuffer tail, int at) {
        return at + LENGTH + (tail.getShort(at + REMARK_AT) & MANY) == tail.limit();
    }

    private static ByteBuffer tail(SeekableByteChannel channel) throws IOException {
        long size = channel.size();
        var tail = ByteBuffer.allocate((int) Math.min(size, LENGTH + MANY));
        channel.position(size - tail.capacity());
        while (tail.hasRemaining() && channel.read(tail) >= 0) {
            // Until there is no more.
        }
        return tail.flip().order(ByteOrder.LITTLE_ENDIAN);
    }
}
