package io.tidegate.agent.batch;

import java.util.Locale;

/** The two ways a body may be compressed; both at their quickest level, which is the right one. */
enum Compression {
    ZSTD,
    GZIP;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException for anything but {@code zstd} and {@code gzip}
     */
    static Compression of(String wireName) {
        for (Compression compression : values()) {
            if (compression.wireName().equals(wireName)) {
                return compression;
            }
        }
        throw new IllegalArgumentException("not a compression: " + wireName);
    }
}
