package io.tidegate.agent.source.csv;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Looks at the bytes that pass: whether they are UTF-8 with letters of several bytes. Text in a
 * one-byte encoding as good as never is. Used by one thread.
 */
final class Utf8Watch extends FilterInputStream {
    private int following;
    private boolean letters;
    private boolean wrong;

    Utf8Watch(InputStream in) {
        super(in);
    }

    /** Whether anything beyond ASCII passed. */
    boolean hasLetters() {
        return letters || wrong;
    }

    /** Whether all that passed fits, and some of it is no ASCII. */
    boolean isUtf8() {
        return letters && !wrong;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int read = in.read(bytes, from, length);
        for (int i = from; i < from + read; i++) {
            look(bytes[i] & 0xFF);
        }
        return read;
    }

    private void look(int b) {
        boolean follows = (b & 0xC0) == 0x80;
        wrong |= follows != following > 0;
        if (follows) {
            following--;
            letters |= following == 0;
        } else {
            following = following(b);
        }
    }

    /** How many bytes follow a first one. */
    private int following(int b) {
        if (b < 0x80) {
            return 0;
        }
        wrong |= b < 0xC2 || b > 0xF4;
        return b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
    }
}
