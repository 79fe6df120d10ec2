package io.tidegate.agent.uplink;

import io.tidegate.agent.store.AgentRecord;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.Tx;
import io.tidegate.protocol.EpochRequest;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A request for a new epoch that may or may not have reached the ingest. Kept in the store before
 * it is made, so that after a kill the same request is made again and a higher epoch at the ingest
 * is not taken for someone else's.
 */
final class Claim {
    private static final String NAME = "uplink.claim";
    private static final byte[] NONE = {};

    private Claim() {}

    /** The request that is still open. */
    static Optional<EpochRequest> open(Tx tx) {
        AgentRecord agent = tx.agent();
        return tx.blob("", NAME)
                .filter(from -> from.length > 0)
                .map(from -> ByteBuffer.wrap(from).getLong())
                .map(from -> new EpochRequest(from, agent.epoch(), agent.instance()));
    }

    /**
     * @param from the ingest's present epoch
     * @param behind whether the ingest may have revisions that this folder does not know of
     */
    static void begin(Store store, long from, boolean behind) {
        byte[] value =
                ByteBuffer.allocate(Long.BYTES + 1)
                        .putLong(from)
                        .put((byte) (behind ? 1 : 0))
                        .array();
        store.change(tx -> tx.putBlob("", NAME, value));
    }

    /** Whether the request that is still open was made since this folder is new or older. */
    static boolean isBehind(Tx tx) {
        return tx.blob("", NAME)
                .filter(value -> value.length > Long.BYTES)
                .filter(value -> value[Long.BYTES] == 1)
                .isPresent();
    }

    static void end(Tx tx) {
        tx.putBlob("", NAME, NONE);
    }
}
