package io.tidegate.agent.batch;

import com.github.luben.zstd.Zstd;

import io.tidegate.protocol.Limits;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;

/** Decompresses bodies that this program made. Stateless. */
final class Unpacker {
    private Unpacker() {}

    /**
     * @throws UncheckedIOException if they are no such bytes any more
     */
    static byte[] unpack(Compression compression, byte[] packed) {
        try {
            return switch (compression) {
                case ZSTD -> zstd(packed);
                case GZIP -> gzip(packed);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] zstd(byte[] packed) throws IOException {
        long size = Zstd.getFrameContentSize(packed);
        require(size >= 0 && size <= Limits.DECODED_BYTES);
        byte[] plain = new byte[(int) size];
        require(Zstd.decompress(plain, packed) == size);
        return plain;
    }

    private static byte[] gzip(byte[] packed) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] plain = in.readNBytes(Limits.DECODED_BYTES + 1);
            require(plain.length <= Limits.DECODED_BYTES);
            return plain;
        }
    }

    private static void require(boolean holds) throws IOException {
        if (!holds) {
            throw new IOException("a stored body is damaged: it cannot be decompressed");
        }
    }
}
