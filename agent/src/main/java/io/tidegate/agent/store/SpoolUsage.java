package io.tidegate.agent.store;

import java.time.Instant;
import java.util.Optional;

/**
 * What waits in the spool.
 *
 * @param liveBytes of encoded bodies in live lanes
 * @param backfillBytes of encoded bodies in backfill lanes
 * @param batches how many, skips included
 * @param rows in them
 * @param oldest when the longest waiting was stored; empty if nothing waits
 */
public record SpoolUsage(
        long liveBytes, long backfillBytes, int batches, long rows, Optional<Instant> oldest) {
    public long bytes() {
        return liveBytes + backfillBytes;
    }
}
