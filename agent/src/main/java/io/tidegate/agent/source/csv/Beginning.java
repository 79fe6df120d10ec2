package io.tidegate.agent.source.csv;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The first bytes of a stream, up to the end of a line behind so many. Used by one thread. */
final class Beginning extends FilterInputStream {
    private long left;
    private boolean over;

    Beginning(InputStream in, long most) {
        super(new java.io.BufferedInputStream(in, 1 << 16));
        this.left = most;
    }

    @Override
    public int read() throws IOException {
        if (over) {
            return -1;
        }
        int one = in.read();
        left--;
        over = one < 0 || (left <= 0 && one == '\n');
        return one;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (over || length == 0) {
            return over ? -1 : 0;
        }
        if (left >= length) {
            int read = in.read(target, from, length);
            left -= Math.max(0, read);
            return read;
        }
        int one = read();
        if (one < 0) {
            return -1;
        }
        target[from] = (byte) one;
        return 1;
    }
}
