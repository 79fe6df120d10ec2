package io.tidegate.agent.uplink;

import io.tidegate.agent.store.Tx;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What the store remembers of the comparisons of the present epoch, so that a kill repeats one and
 * forgets none. Stateless.
 */
public final class Comparisons {
    /** The epoch in which a stream was last compared; its negative, if it is to be anew. */
    private static final String MARK = "uplink.compared";

    /** The epoch that was begun since this folder was behind the ingest. */
    private static final String BEHIND = "uplink.behind";

    private Comparisons() {}

    /**
     * Whether the stream's ledger was brought to agree with the ingest in the present epoch. Until
     * then nothing may be claimed that rests on what the ingest once acknowledged.
     */
    public static boolean done(Tx tx, String stream) {
        return says(tx, stream, MARK, tx.agent().epoch());
    }

    static void markDone(Tx tx, String stream) {
        tx.putBlob(stream, MARK, bytes(tx.agent().epoch()));
    }

    /**
     * The stream was refused for its data or its interval, and a person goes on with it: what was
     * made meanwhile would be refused again. Its windows and files are read anew, and weighed
     * against what the ingest has.
     */
    public static void afterConflict(Tx tx, String stream) {
        tx.forgetUpTo(stream, Long.MAX_VALUE);
        if (done(tx, stream)) {
            markOwed(tx, stream); // Else the epoch's first comparison is still to come.
        }
    }

    /** The stream was compared, and its ledger was found to be wrong since. */
    static void markOwed(Tx tx, String stream) {
        tx.putBlob(stream, MARK, bytes(-tx.agent().epoch()));
    }

    /** Whether the stream was never compared in the present epoch. */
    static boolean first(Tx tx, String stream) {
        return !done(tx, stream) && !says(tx, stream, MARK, -tx.agent().epoch());
    }

    /** The present epoch was begun since this folder is new, or older than what the ingest has. */
    static void markBehind(Tx tx) {
        tx.putBlob("", BEHIND, bytes(tx.agent().epoch()));
    }

    static boolean behind(Tx tx) {
        return says(tx, "", BEHIND, tx.agent().epoch());
    }

    private static boolean says(Tx tx, String stream, String name, long epoch) {
        return epoch != 0
                && tx.blob(stream, name).filter(m -> Arrays.equals(m, bytes(epoch))).isPresent();
    }

    private static byte[] bytes(long epoch) {
        return ByteBuffer.allocate(Long.BYTES).putLong(epoch).array();
    }
}
