package io.tidegate.agent.batch;

import io.tidegate.protocol.BatchException;
import io.tidegate.protocol.BatchHeader;
import io.tidegate.protocol.BatchReader;
import io.tidegate.protocol.BatchWriter;
import io.tidegate.protocol.Limits;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What can be done with a part that was made before, when the ingest will not have it as it is.
 * Only a part of which it is certain that the ingest has not committed it may be changed.
 * Stateless.
 */
public final class Parts {
    private static final EncodedPart SKIP = makeSkip();

    private Parts() {}

    /** The part that holds nothing and fills a number; its bytes are the same at every run. */
    public static EncodedPart skip() {
        return SKIP;
    }

    /** The NDJSON of a part, uncompressed. */
    public static byte[] decode(EncodedPart part) {
        return Unpacker.unpack(Compression.of(part.encoding()), part.body());
    }

    /** The same part, compressed with gzip. */
    public static EncodedPart asGzip(EncodedPart part) {
        return new Workbench().repack(Compression.GZIP, part, decode(part));
    }

    /**
     * Two parts that together say what this one says: the first opens if this one opened, the
     * second closes if this one closed. Empty for a part with fewer than two rows.
     */
    public static Optional<List<EncodedPart>> halve(EncodedPart part) {
        if (part.rows() < 2) {
            return Optional.empty();
        }
        byte[] plain = decode(part);
        RowLines lines = lines(plain, part.rows());
        BatchHeader.Content header = header(plain);
        int half = part.rows() / 2;
        Compression compression = Compression.of(part.encoding());
        Workbench bench = new Workbench();
        return Optional.of(
                List.of(
                        bench.part(compression, header, lines.first(half), false),
                        bench.part(
                                compression,
                                header.withFirst(false),
                                lines.without(half),
                                part.last())));
    }

    /** The same part without its rows: it opens and closes what this one did. */
    public static EncodedPart emptied(EncodedPart part) {
        byte[] plain = decode(part);
        RowLines none = lines(plain, part.rows()).first(0);
        Compression compression = Compression.of(part.encoding());
        return new Workbench().part(compression, header(plain), none, part.last());
    }

    private static RowLines lines(byte[] plain, int rows) {
        RowLines all = new RowLines(plain, 0, plain.length, rows + 2);
        return all.without(1).first(rows);
    }

    private static BatchHeader.Content header(byte[] plain) {
        try {
            var in = new ByteArrayInputStream(plain);
            return (BatchHeader.Content) new BatchReader(in, Limits.DECODED_BYTES).header();
        } catch (BatchException | IOException e) {
            throw new IllegalStateException("a stored body is damaged: " + e.getMessage(), e);
        }
    }

    private static EncodedPart makeSkip() {
        BatchWriter body = new BatchWriter(64);
        body.header(new BatchHeader.Skip());
        body.trailer(0, true);
        byte[] packed = Packer.stored(body.copy());
        return new EncodedPart(
                true,
                true,
                0,
                Compression.GZIP.wireName(),
                packed,
                Workbench.sha256().digest(packed));
    }
}
