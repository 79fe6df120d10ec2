package io.tidegate.agent.store;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * A checksum over the values of one line, written beside them and compared at every reading: SQLite
 * itself does not see when a disk changes a byte of a value. Used by one thread.
 */
final class Seal {
    private final CRC32C sum = new CRC32C();

    void text(String value) {
        if (value == null) {
            nothing();
        } else {
            bytes(value.getBytes(StandardCharsets.UTF_8));
        }
    }

    void bytes(byte[] value) {
        if (value == null) {
            nothing();
        } else {
            number(value.length);
            sum.update(value);
        }
    }

    void number(long value) {
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            sum.update((int) (value >> shift));
        }
    }

    /** Neither a number nor a length can be this. */
    void nothing() {
        sum.update(0xff);
    }

    long value() {
        return sum.getValue();
    }
}
