package io.tidegate.agent.window;

import io.tidegate.agent.store.WindowRecord;
import io.tidegate.protocol.WindowHash;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the source was found to hold in a stretch of time, window by window, beside what the ledger
 * said of it just then. Immutable.
 *
 * @param windows oldest first, without a hole
 * @param totals what the rows add up to; empty if nobody asked
 * @param end up to where it goes; the next stretch begins there
 */
public record Examined(List<Window> windows, Optional<Totals> totals, Instant end) {
    /** What follows for a window by itself, whatever the ingest says. */
    public enum Follow {
        /** The source holds what the ledger says. */
        NOTHING,
        /** The source differs; it is read again and sent. */
        TO_BE_SENT,
        /** The same, but rows are missing: it may turn out that a person has to decide. */
        TO_BE_WEIGHED,
        /** The source differs so much that a person has to decide. */
        HELD,
        /** Empty at the source, or older than the source keeps; what is stored stands. */
        GONE,
        /** The source differs, and a person has said that what is stored stands. */
        KEPT,
        /** The history has not come there. */
        NOT_READ,
        /** It lies before the history: it is read by nothing but a reimport. */
        OLDER,
        /** It could not be read at once. */
        UNREADABLE
    }

    /**
     * One window.
     *
     * @param line what the ledger said just before the read
     * @param noted what it says since: a window that is to be sent again may have become STALE
     * @param source rows and hash at the source; empty if it was not read
     * @param rejected rows at the source that cannot be taken
     */
    public record Window(
            WindowRecord line,
            WindowRecord noted,
            Follow follow,
            Optional<WindowHash> source,
            int rejected) {}
}
