package io.tidegate.agent.store;

/**
 * What is counted per stream, from the day the store was made. {@code STORED = SENT + DROPPED +}
 * what waits in the spool, at every commit.
 */
public enum Counter {
    /** Rows that a read gave, counted by intake. */
    ROWS_READ,
    /** Rows that the agent rejected, counted by intake. */
    ROWS_REJECTED,
    /** Rows that were put into the spool, counted by the store. */
    ROWS_STORED,
    /** Rows in batches that the ingest has answered for, counted by the store. */
    ROWS_SENT,
    /** Of those, rows that the ingest rejected, counted by the store. */
    ROWS_REJECTED_BY_INGEST,
    /**
     * Rows that left the spool unsent: a newer revision took their place, or they are read again,
     * or set aside. Counted by the store.
     */
    ROWS_DROPPED,
    /** Batches that the ingest has answered for, counted by the store. */
    BATCHES_SENT,
    /** Encoded bytes of those, counted by the store. */
    BYTES_SENT
}
