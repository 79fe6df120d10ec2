package io.tidegate.agent.window;

import io.tidegate.agent.row.Rejection;
import io.tidegate.protocol.WindowHash;

import java.util.List;

/**
 * What one read found in a window.
 *
 * @param hash of the rows that were taken
 * @param offered their sum of offered (intervals), else how many they are
 * @param rejected how many rows were rejected
 * @param openSpans how many agent-status spans among them go on
 * @param rejections at most {@value #REJECTIONS_KEPT} of the rejected rows
 */
record Found(
        WindowHash hash, long offered, int rejected, int openSpans, List<Rejection> rejections) {
    static final int REJECTIONS_KEPT = 1_000;

    /** Whether an agent-status span among them goes on. */
    boolean open() {
        return openSpans > 0;
    }

    long rows() {
        return hash.rows();
    }
}
