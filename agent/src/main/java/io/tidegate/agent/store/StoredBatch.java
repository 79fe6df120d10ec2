package io.tidegate.agent.store;

import io.tidegate.protocol.Lane;

import java.time.Instant;
import java.util.Optional;

/**
 * A batch as it stands in the spool, without its body.
 *
 * @param skip whether it only fills its place in the sequence
 * @param id the store's own number
 * @param place order within its lane; unique there, not without gaps
 * @param seq its number, once it was attempted
 */
record StoredBatch(
        String stream,
        Lane lane,
        String unitKey,
        long revision,
        boolean skip,
        boolean first,
        boolean last,
        int rows,
        long bytes,
        String encoding,
        byte[] digest,
        Instant storedAt,
        long id,
        long place,
        Optional<Long> seq) {

    StoredBatch numbered(long now) {
        return new StoredBatch(
                stream,
                lane,
                unitKey,
                revision,
                skip,
                first,
                last,
                rows,
                bytes,
                encoding,
                digest,
                storedAt,
                id,
                place,
                Optional.of(now));
    }

    Unit unit() {
        return UnitKey.parse(stream, unitKey);
    }
}
