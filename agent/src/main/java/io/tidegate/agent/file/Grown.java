package io.tidegate.agent.file;

import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.Tx;

import java.nio.charset.StandardCharsets;

/**
 * The hash of the newest version of a file that grows, beside its line, which is known under the
 * hash of the first and says how many bytes the newest has.
 */
final class Grown {
    private static final String NAME = "csv-grown-";

    private Grown() {}

    static void write(Tx tx, String stream, String origin, String newest) {
        tx.putBlob(stream, NAME + origin, newest.getBytes(StandardCharsets.US_ASCII));
    }

    /** The hash of the first {@code size} bytes of a file. */
    static String newest(Tx tx, FileRecord file) {
        return tx.blob(file.stream(), NAME + file.sha256())
                .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
                .orElse(file.sha256());
    }
}
