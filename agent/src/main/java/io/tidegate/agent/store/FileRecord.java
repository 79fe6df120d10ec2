package io.tidegate.agent.store;

import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of a dropped file. Identity is (stream, sha256), never the name.
 *
 * @param path where it was last seen, absolute
 * @param size bytes
 * @param modified its modification time when it was taken
 * @param revision 0 if never encoded
 * @param rows shipped
 * @param rejected rejected rows
 * @param from first time in it, @param to end of its last; empty if it has no rows
 * @param takenAt when its last part was stored
 * @param committedAt when the ingest had it
 * @param reason why it is held, refused or set aside; empty otherwise
 */
public record FileRecord(
        String stream,
        String sha256,
        String path,
        long size,
        Instant modified,
        State state,
        long revision,
        long rows,
        int rejected,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<Instant> takenAt,
        Optional<Instant> committedAt,
        boolean accepted,
        String reason) {

    public enum State {
        /** Known, to be taken (again). */
        STALE,
        /** Completely in the spool. */
        TAKEN,
        /** The ingest has it. */
        COMMITTED,
        /** Waits for a person: lowers stored intervals, or its format is not clear. */
        HELD,
        /**
         * Above the reject limit or unreadable; tried again when the settings change or by hand.
         */
        REFUSED,
        /** The ingest refused it. */
        ASIDE,
        /** A person said it is not to be taken. */
        KEPT_OUT
    }
}
