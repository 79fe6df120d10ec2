package io.tidegate.agent.batch;

import com.github.luben.zstd.Zstd;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Compresses bodies into a buffer that it keeps. The same bytes in give the same bytes out as long
 * as the libraries stay. Used by one thread at a time.
 */
final class Packer {
    private static final int LEVEL = 1;
    private static final int GZIP_FRAME = 18;
    private static final byte[] GZIP_HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private byte[] packed = {};

    byte[] pack(Compression compression, byte[] plain, int size) {
        int length =
                switch (compression) {
                    case ZSTD -> zstd(plain, size);
                    case GZIP -> gzip(plain, size);
                };
        return Arrays.copyOf(packed, length);
    }

    private int zstd(byte[] plain, int size) {
        reserve(Math.toIntExact(Zstd.compressBound(size)));
        long length = Zstd.compressByteArray(packed, 0, packed.length, plain, 0, size, LEVEL);
        if (Zstd.isError(length)) {
            throw new IllegalStateException("zstd: " + Zstd.getErrorName(length));
        }
        return (int) length;
    }

    /** RFC 1952, without name and time: nothing in it changes from one run to the next. */
    private int gzip(byte[] plain, int size) {
        reserve(size + size / 1000 + 64 + GZIP_FRAME);
        System.arraycopy(GZIP_HEADER, 0, packed, 0, GZIP_HEADER.length);
        int end = GZIP_HEADER.length + deflate(plain, size, GZIP_HEADER.length);
        CRC32 crc = new CRC32();
        crc.update(plain, 0, size);
        ByteBuffer.wrap(packed, end, 8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) crc.getValue())
                .putInt(size);
        return end + 8;
    }

    /**
     * A gzip file that compresses nothing, of at most 64 KiB: its bytes follow from RFC 1951 and
     * 1952 alone, whatever the library.
     */
    static byte[] stored(byte[] plain) {
        CRC32 crc = new CRC32();
        crc.update(plain);
        return ByteBuffer.allocate(GZIP_FRAME + 5 + plain.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(GZIP_HEADER)
                .put((byte) 1)
                .putShort((short) plain.length)
                .putShort((short) ~plain.length)
                .put(plain)
                .putInt((int) crc.getValue())
                .putInt(plain.length)
                .array();
    }

    private int deflate(byte[] plain, int size, int at) {
        try (Deflater deflater = new Deflater(LEVEL, true)) {
            deflater.setInput(plain, 0, size);
            deflater.finish();
            int length = deflater.deflate(packed, at, packed.length - at - 8);
            if (!deflater.finished()) {
                throw new IllegalStateException("deflate found no room");
            }
            return length;
        }
    }

    private void reserve(int bytes) {
        if (packed.length < bytes) {
            packed = new byte[bytes];
        }
    }
}
