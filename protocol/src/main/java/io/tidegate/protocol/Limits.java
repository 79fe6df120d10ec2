package io.tidegate.protocol;

/** The limits of version 1. Sender and receiver know them alike. */
public final class Limits {
    /** A batch as it travels, compressed, in bytes: 1 MiB. */
    public static final int ENCODED_BYTES = 1 << 20;

    /** A batch that an agent makes, decompressed, in bytes: 8 MiB. */
    public static final int DECODED_BYTES = 8 << 20;

    /** What an ingest refuses to decompress, in bytes: 64 MiB. */
    public static final int DECODED_BYTES_REFUSED = 64 << 20;

    /** One row as JSON, in bytes: 1 MiB. */
    public static final int ROW_BYTES = 1 << 20;

    /** One text value, in bytes of UTF-8: 64 KiB. */
    public static final int FIELD_BYTES = 64 << 10;

    /** An answer, in bytes: 1 MiB. */
    public static final int ANSWER_BYTES = 1 << 20;

    /** Rejected rows that one answer names; more make the whole batch a 422. */
    public static final int REJECTED_ROWS = 1_000;

    /** The largest count, the largest whole number that every JSON reader keeps exactly. */
    public static final long COUNT = (1L << 53) - 1;

    /**
     * The longest time, in milliseconds: 999,999,999.999 s, some 31 years. Exact in any JSON
     * reader, and nine million of them still add up in 64 bits.
     */
    public static final long SECONDS_MILLIS = 999_999_999_999L;

    private Limits() {}
}
