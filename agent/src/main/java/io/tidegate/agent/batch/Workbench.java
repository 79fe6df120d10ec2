package io.tidegate.agent.batch;

import io.tidegate.protocol.BatchHeader;
import io.tidegate.protocol.BatchWriter;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Where rows that are already written get their header and trailer and become a part. Its buffers
 * are kept from part to part. Used by one thread at a time.
 */
final class Workbench {
    private static final int START = 64 << 10;

    private final BatchWriter body = new BatchWriter(START);
    private final Packer packer = new Packer();
    private final MessageDigest sha256 = sha256();

    /** Makes a part of the given lines. */
    EncodedPart part(
            Compression compression, BatchHeader.Content header, RowLines lines, boolean last) {
        body.clear();
        body.header(header);
        body.lines(lines.bytes(), lines.from(), lines.to());
        body.trailer(lines.rows(), last);
        byte[] packed = packer.pack(compression, body.array(), body.size());
        return new EncodedPart(
                header.first(),
                last,
                lines.rows(),
                compression.wireName(),
                packed,
                sha256.digest(packed));
    }

    /** The same part under another compression. */
    EncodedPart repack(Compression compression, EncodedPart part, byte[] plain) {
        byte[] packed = packer.pack(compression, plain, plain.length);
        return new EncodedPart(
                part.first(),
                part.last(),
                part.rows(),
                compression.wireName(),
                packed,
                sha256.digest(packed));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
