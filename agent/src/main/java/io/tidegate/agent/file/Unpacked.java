package io.tidegate.agent.file;

import java.io.IOException;
import java.io.InputStream;

/**
 * What comes out of a packed file, within limits that are looked at while it is read: at most 20
 * GiB, at most 200 times of what went in, and no packed file again. Used by one thread.
 */
final class Unpacked extends InputStream {
    private static final long MOST = 20L << 30;
    private static final int RATIO = 200;

    /** So much may come before the ratio counts. */
    private static final long LITTLE = 1L << 20;

    private static final int[][] NESTED = {{'P', 'K', 3, 4}, {0x1F, 0x8B}};

    private final InputStream from;
    private final HashedInput packed;
    private final int[] first = new int[4];
    private long count;

    Unpacked(InputStream from, HashedInput packed) {
        this.from = from;
        this.packed = packed;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int at, int length) throws IOException {
        int read = from.read(bytes, at, length);
        for (int i = 0; i < read && count + i < first.length; i++) {
            first[(int) count + i] = bytes[at + i] & 0xFF;
        }
        count += Math.max(0, read);
        check();
        return read;
    }

    private void check() throws PackedException {
        if (count > MOST) {
            throw PackedException.bad("it holds more than 20 GiB; export smaller files");
        }
        if (count > LITTLE && count / RATIO > packed.count()) {
            throw PackedException.bad(
                    "it unpacks to more than 200 times its size; drop the file unpacked if that is"
                            + " meant");
        }
        for (int[] nested : NESTED) {
            if (count >= nested.length && begins(nested)) {
                throw PackedException.bad("it holds a packed file again; pack the CSV file itself");
            }
        }
    }

    private boolean begins(int[] with) {
        for (int i = 0; i < with.length; i++) {
            if (first[i] != with[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        from.close();
    }
}
