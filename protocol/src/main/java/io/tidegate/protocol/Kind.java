package io.tidegate.protocol;

/** What kind of value a column holds, and how {@link Row} keeps it. */
public enum Kind {
    /** Text of at most {@value Limits#FIELD_BYTES} bytes of UTF-8, never empty, no U+0000. */
    TEXT,
    /** A point in time, kept as microseconds since 1970-01-01T00:00:00Z. */
    INSTANT,
    /** A whole number, zero or more. */
    COUNT,
    /**
     * A length of time, zero or more, kept as whole milliseconds; on the wire seconds with at most
     * three decimals.
     */
    SECONDS,
    /** No or yes, kept as 0 or 1; on the wire {@code 0} or {@code 1}. */
    FLAG,
    /** A {@link Channel}, kept as its ordinal. */
    CHANNEL;

    /** Whether {@link Row} keeps values of this kind among its texts (else among its numbers). */
    public boolean isText() {
        return this == TEXT;
    }
}
