package io.tidegate.agent.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * All members of a gz file (RFC 1952) as one. The platform's own stream takes a second member whose
 * head is cut for the end of the file, and rows would be missing; here a cut is told, and so is
 * anything behind the last member that is none. Used by one thread.
 */
final class GzMembers extends InputStream {
    private static final int BLOCK = 1 << 16;
    private static final int[] MAGIC = {0x1F, 0x8B, 8};
    private static final int CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int UNUSED = 0xE0;
    private static final int AFTER_FLAGS = 6;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 sum = new CRC32();
    private final byte[] block = new byte[BLOCK];
    private int at;
    private int end;
    private boolean ended;

    GzMembers(InputStream in) throws IOException {
        this.in = in;
        head(need());
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        try {
            while (!ended) {
                int read = inflater.inflate(bytes, from, length);
                if (read > 0) {
                    sum.update(bytes, from, read);
                    return read;
                }
                more();
            }
            return -1;
        } catch (DataFormatException _) {
            throw damaged();
        }
    }

    private void more() throws IOException {
        if (inflater.finished()) {
            at = end - inflater.getRemaining();
            trailer();
            next();
        } else if (inflater.needsDictionary()) {
            throw damaged();
        } else if (inflater.needsInput()) {
            at = end;
            need(); // Fills the block.
            at--;
            feed();
        }
    }

    private void feed() {
        inflater.setInput(block, at, end - at);
    }

    private void trailer() throws IOException {
        long crc = number();
        long length = number();
        if (crc != sum.getValue() || length != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
            throw damaged();
        }
    }

    private void next() throws IOException {
        int first = byteOrEnd();
        if (first < 0) {
            ended = true;
        } else {
            inflater.reset();
            sum.reset();
            head(first);
        }
    }

    private void head(int first) throws IOException {
        if (first == 0) {
            throw PackedException.cut("gz"); // Room that a copy has reserved.
        }
        if (first != MAGIC[0] || need() != MAGIC[1] || need() != MAGIC[2]) {
            throw PackedException.bad("it is no gz file, or something else follows in it");
        }
        int flags = need();
        if ((flags & UNUSED) != 0) {
            throw damaged();
        }
        skip(AFTER_FLAGS);
        skip((flags & EXTRA) != 0 ? need() | need() << 8 : 0);
        text((flags & NAME) != 0);
        text((flags & COMMENT) != 0);
        skip((flags & CRC) != 0 ? 2 : 0);
        feed();
    }

    private void text(boolean isThere) throws IOException {
        if (isThere) {
            while (need() != 0) {
                // A name or remark, of no use here.
            }
        }
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            need();
        }
    }

    private long number() throws IOException {
        long number = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            number |= (long) need() << shift;
        }
        return number;
    }

    private int need() throws IOException {
        int next = byteOrEnd();
        if (next < 0) {
            throw PackedException.cut("gz");
        }
        return next;
    }

    private int byteOrEnd() throws IOException {
        if (at == end) {
            end = Math.max(0, in.read(block, 0, BLOCK));
            at = 0;
        }
        return at < end ? block[at++] & 0xFF : -1;
    }

    private static PackedException damaged() {
        return PackedException.bad(
                "the gz file is damaged (its check sum or its form is wrong); copy it again");
    }

    @Override
    public void close() {
        inflater.end();
    }
}
