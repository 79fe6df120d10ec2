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
 * @param open whether an agent-status span among them goes on
 * @param rejections at most {@value #REJECTIONS_KEPT} of the rejected rows
 */
record Found(
        WindowHash hash, long offered, int rejected, boolean open, List<Rejection> rejections) {
    static final int REJECTIONS_KEPT = 1_000;

    long rows() {
        return hash.rows();
    }
}
