package io.tidegate.agent.store;

/** Live bytes in the spool, by lane, and how many batches they are. */
public record SpoolUsage(long liveBytes, long backfillBytes, int batches) {
    public long bytes() {
        return liveBytes + backfillBytes;
    }
}
