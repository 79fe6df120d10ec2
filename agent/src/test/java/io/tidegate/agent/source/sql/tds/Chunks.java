package io.tidegate.agent.source.sql.tds;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Lengths of values, NULL, and values without limit, which come in chunks (MS-TDS 2.2.5.2.3). */
final class Chunks {
    private static final long NULL = -1;
    private static final int CHUNK = 4000;

    private Chunks() {}

    static void none(Bytes out, TdsType type, boolean twoBytes) {
        if (type.size() == TdsType.UNLIMITED) {
            out.i64(NULL);
        } else if (twoBytes) {
            out.u16(0xFFFF);
        } else {
            out.u8(0);
        }
    }

    static void write(Bytes out, byte[] bytes) {
        out.i64(bytes.length);
        for (int at = 0; at < bytes.length; at += CHUNK) {
            byte[] chunk = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + CHUNK));
            out.i32(chunk.length).raw(chunk);
        }
        out.i32(0);
    }

    /** Null for NULL. */
    static byte[] read(ByteBuffer in, boolean chunked, boolean twoBytes) {
        if (chunked) {
            return in.getLong() == NULL ? null : chunks(in);
        }
        int length = twoBytes ? in.getShort() & 0xFFFF : in.get() & 0xFF;
        if (length == (twoBytes ? 0xFFFF : 0)) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static byte[] chunks(ByteBuffer in) {
        var all = new Bytes();
        for (int length = in.getInt(); length != 0; length = in.getInt()) {
            byte[] chunk = new byte[length];
            in.get(chunk);
            all.raw(chunk);
        }
        return all.toByteArray();
    }
}
