package io.tidegate.agent.store;

import java.time.Instant;
import java.util.List;

/**
 * Which windows may have to be read again, what of them waits, and of which windows and files rows
 * were rejected. Part of a transaction.
 */
public final class Rereads {
    private final WindowTable windows;
    private final BatchTable batches;
    private final RejectTable rejects;

    Rereads(WindowTable windows, BatchTable batches, RejectTable rejects) {
        this.windows = windows;
        this.batches = batches;
        this.rejects = rejects;
    }

    /**
     * The windows that were read under another recipe, and a known one, from that time on, oldest
     * first, at most {@code limit}; empty ones as well, and held ones of which nothing is stored.
     */
    public List<WindowRecord> outdated(String stream, String recipe, Instant from, int limit) {
        return windows.outdated(stream, recipe, from, limit);
    }

    /**
     * The windows that were read once and are {@code UNREAD} now, oldest first, at most {@code
     * limit}.
     */
    public List<WindowRecord> missed(String stream, int limit) {
        return windows.missed(stream, limit);
    }

    /** The rejects of one window or file, in the order in which they were listed. */
    public List<RejectRecord> rejects(Unit unit) {
        return rejects.of(unit);
    }

    /** The windows and files of a stream of which rejects are listed. */
    public List<RejectedUnit> rejectedUnits(String stream) {
        return rejects.units(stream);
    }

    /** Whether the last part of that revision of the unit is in the spool, attempted or not. */
    public boolean waits(Unit unit, long revision) {
        return batches.holdsLastPart(unit, revision);
    }
}
