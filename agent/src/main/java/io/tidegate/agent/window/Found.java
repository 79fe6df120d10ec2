package io.tidegate.agent.window;

import io.tidegate.agent.row.Rejection;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WindowHash;
import io.tidegate.protocol.WireTime;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one read found in a window.
 *
 * @param hash of the rows that were taken
 * @param offered their sum of offered (intervals), else how many they are
 * @param rejected how many rows were rejected
 * @param spans what is known of agent-status spans among them
 * @param rejections at most {@value #REJECTIONS_KEPT} of the rejected rows
 */
record Found(
        WindowHash hash,
        long offered,
        int rejected,
        Spans spans,
        List<Rejection> rejections,
        Known known) {
    static final int REJECTIONS_KEPT = 1_000;

    /**
     * What of it is as old as the content that the ledger speaks of: in a window that was not over
     * when it was read, rows that have come since then do not make up for those that have gone.
     *
     * @param offered their sum of offered (intervals), else how many they are
     * @param to up to where rows were read this time
     */
    record Known(long rows, long offered, Instant to) {}

    /**
     * The agent-status spans of a window.
     *
     * @param open how many go on
     * @param latestEnd where the last of the others ends, in microseconds since
     *     1970-01-01T00:00:00Z; {@link io.tidegate.protocol.Row#NULL} if there is none
     */
    record Spans(int open, long latestEnd) {
        static final Spans NONE = new Spans(0, Row.NULL);

        /** Where the last of those that do not go on ends. */
        Optional<Instant> end() {
            return latestEnd == Row.NULL
                    ? Optional.empty()
                    : Optional.of(WireTime.instant(latestEnd));
        }

        Spans and(long end) {
            return end == Row.NULL
                    ? new Spans(open + 1, latestEnd)
                    : new Spans(open, Math.max(latestEnd, end));
        }
    }

    /** Whether an agent-status span among them goes on. */
    boolean open() {
        return spans.open > 0;
    }

    long rows() {
        return hash.rows();
    }
}
