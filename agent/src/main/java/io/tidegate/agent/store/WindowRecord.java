package io.tidegate.agent.store;

import io.tidegate.protocol.StoredWindow;
import io.tidegate.protocol.WindowHash;

import java.time.Instant;
import java.util.Optional;

/**
 * The ledger's line of one window [from, to). A window is written down when it is first read or
 * planned out of the ordinary.
 *
 * @param state what stands between source and ingest
 * @param content rows and hash of what was last encoded for it: in the spool or at the ingest;
 *     empty if never
 * @param offered sum of offered of that content (intervals), else its rows
 * @param revision of that content; 0 if never encoded
 * @param acked the highest revision that the ingest has committed; 0 if none
 * @param rejected rows of the last read that were rejected
 * @param open whether it holds an open agent-status span
 * @param recipe of the settings under which it was read
 * @param lastRead when a read last found the content, by the source's clock: it speaks of rows up
 *     to {@code settle} before; empty if never
 * @param found what a held or gone window's last read found; empty otherwise
 * @param kept content that a person said is not to be taken ({@code keep})
 * @param accepted a person's yes: the next read is sent whatever it lacks
 * @param reason why it is held, gone or set aside; empty otherwise
 */
public record WindowRecord(
        String stream,
        Instant from,
        Instant to,
        State state,
        Optional<WindowHash> content,
        long offered,
        long revision,
        long acked,
        int rejected,
        boolean open,
        String recipe,
        Optional<Instant> lastRead,
        Optional<WindowHash> found,
        Optional<WindowHash> kept,
        boolean accepted,
        String reason) {

    /**
     * Why a person is asked, also while it is read again: a question ends with a decision or a
     * healthy read. Empty if nobody is asked.
     */
    public String question() {
        return state == State.HELD || state == State.STALE ? reason : "";
    }

    /** A window as the ingest says that it has it. */
    public static WindowRecord ofIngest(String stream, StoredWindow w) {
        return new WindowRecord(
                stream,
                w.from(),
                w.to(),
                State.READ,
                Optional.of(w.hash()),
                w.offered(),
                w.revision(),
                w.revision(),
                0,
                false,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                "");
    }

    public enum State {
        /** Never read. */
        UNREAD,
        /**
         * To be read again and sent even if nothing changed: reimport, a lost part, a restored
         * ingest.
         */
        STALE,
        /** Read; its content is in the spool or at the ingest. */
        READ,
        /** The last read lost too much; the content stands until a person says so. */
        HELD,
        /** Empty at the source beyond the look-back; the content stands. */
        GONE,
        /** The ingest refused it; tried again on new content or by hand. */
        ASIDE
    }
}
