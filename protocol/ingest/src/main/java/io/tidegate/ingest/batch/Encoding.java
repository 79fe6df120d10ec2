package io.tidegate.ingest.batch;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** How a body is compressed. */
public enum Encoding {
    ZSTD("zstd") {
        @Override
        InputStream open(InputStream encoded) throws IOException {
            return new ZstdInputStreamNoFinalizer(encoded, RecyclingBufferPool.INSTANCE)
                    .setLongMax(WINDOW_LOG);
        }
    },
    GZIP("gzip") {
        @Override
        InputStream open(InputStream encoded) throws IOException {
            return new GZIPInputStream(encoded, BUFFER);
        }
    };

    /** What a decoder must be able to look back, 8 MiB: as RFC 8878 recommends for HTTP. */
    private static final int WINDOW_LOG = 23;

    private static final int BUFFER = 64 << 10;

    private final String wireName;

    Encoding(String wireName) {
        this.wireName = wireName;
    }

    /** As in {@code Content-Encoding}. */
    public String wireName() {
        return wireName;
    }

    public static Optional<Encoding> of(String wireName) {
        return Arrays.stream(values())
                .filter(e -> e.wireName.equalsIgnoreCase(wireName))
                .findFirst();
    }

    InputStream open(byte[] encoded) throws IOException {
        return open(new ByteArrayInputStream(encoded));
    }

    abstract InputStream open(InputStream encoded) throws IOException;
}
