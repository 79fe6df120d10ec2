package io.tidegate.ingest.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Fields in PostgreSQL's binary format ("COPY", "Binary Format" in its manual): the length in four
 * bytes, -1 for NULL, then the value, all big-endian. Used by one thread.
 */
final class CopyBytes {
    /** PostgreSQL counts time in microseconds from 2000-01-01T00:00:00Z. */
    private static final long EPOCH_MICROS = 946_684_800_000_000L;

    private static final VarHandle SHORT = handle(short[].class);
    private static final VarHandle INT = handle(int[].class);
    private static final VarHandle LONG = handle(long[].class);

    private byte[] bytes;
    private int size;

    CopyBytes(int capacity) {
        bytes = new byte[capacity];
    }

    byte[] array() {
        return bytes;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    void none() {
        int4(-1);
    }

    void field2(int value) {
        int4(2);
        int2(value);
    }

    void field4(int value) {
        int4(4);
        int4(value);
    }

    void field8(long value) {
        int4(8);
        room(8);
        LONG.set(bytes, size, value);
        size += 8;
    }

    /**
     * @param micros since 1970-01-01T00:00:00Z
     */
    void fieldTime(long micros) {
        field8(micros - EPOCH_MICROS);
    }

    void field(byte[] value) {
        int4(value.length);
        bytes(value);
    }

    /** A text in UTF-8; most are ASCII and need no array of their own. */
    void text(String text) {
        int length = text.length();
        int start = size;
        int4(length);
        room(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                size = start;
                field(text.getBytes(StandardCharsets.UTF_8));
                return;
            }
            bytes[size + i] = (byte) c;
        }
        size += length;
    }

    void int2(int value) {
        room(2);
        SHORT.set(bytes, size, (short) value);
        size += 2;
    }

    void int4(int value) {
        room(4);
        INT.set(bytes, size, value);
        size += 4;
    }

    void bytes(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }

    private static VarHandle handle(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.BIG_ENDIAN);
    }
}
