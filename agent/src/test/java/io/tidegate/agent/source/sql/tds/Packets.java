package io.tidegate.agent.source.sql.tds;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Messages of TDS, cut into packets of a type, a flag that ends a message, a length and a number
 * (MS-TDS 2.2.3.1). One thread reads, another may write.
 */
final class Packets {
    static final int BATCH = 1;
    static final int RPC = 3;
    static final int REPLY = 4;
    static final int ATTENTION = 6;
    static final int TRANSACTION = 14;
    static final int LOGIN7 = 16;
    static final int PRELOGIN = 18;

    static final int HEADER = 8;
    private static final int LAST = 1;

    private final InputStream in;
    private final OutputStream out;
    private final Bytes pending = new Bytes();
    private int size = 4096;
    private int number;

    Packets(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** A whole message. */
    record Message(int type, ByteBuffer body) {}

    void size(int bytes) {
        size = bytes;
    }

    Message read() throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            byte[] header = exactly(in, HEADER);
            body.writeBytes(exactly(in, length(header) - HEADER));
            if ((header[1] & LAST) != 0) {
                var bytes = ByteBuffer.wrap(body.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
                return new Message(header[0] & 0xFF, bytes);
            }
        }
    }

    static int length(byte[] header) {
        return (header[2] & 0xFF) << 8 | header[3] & 0xFF;
    }

    static byte[] exactly(InputStream in, int bytes) throws IOException {
        byte[] read = in.readNBytes(bytes);
        if (read.length < bytes) {
            throw new EOFException();
        }
        return read;
    }

    /** Adds to the reply, of which full packets leave at once. */
    void write(Bytes tokens) throws IOException {
        pending.raw(tokens.toByteArray());
        int full = size - HEADER;
        if (pending.size() > full) {
            byte[] all = pending.toByteArray();
            int at = 0;
            for (; all.length - at > full; at += full) {
                packet(Arrays.copyOfRange(all, at, at + full), false);
            }
            pending.reset();
            pending.write(all, at, all.length - at);
        }
    }

    /** Sends what there is of the reply, which does not end it. */
    void flush() throws IOException {
        if (pending.size() > 0) {
            packet(rest(), false);
        }
        out.flush();
    }

    /** Ends the reply. */
    void end() throws IOException {
        packet(rest(), true);
        out.flush();
        number = 0;
    }

    private byte[] rest() {
        byte[] rest = pending.toByteArray();
        pending.reset();
        return rest;
    }

    private void packet(byte[] bytes, boolean last) throws IOException {
        out.write(framed(REPLY, last, ++number, bytes, bytes.length));
    }

    static byte[] framed(int type, boolean last, int number, byte[] from, int bytes) {
        int length = bytes + HEADER;
        var packet = new Bytes();
        packet.u8(type).u8(last ? LAST : 0).u8(length >> 8).u8(length).u16(0).u8(number).u8(0);
        packet.write(from, 0, bytes);
        return packet.toByteArray();
    }
}
