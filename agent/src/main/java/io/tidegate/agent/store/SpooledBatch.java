package io.tidegate.agent.store;

import io.tidegate.agent.batch.EncodedPart;
import io.tidegate.protocol.Lane;

import java.util.Optional;

/**
 * A batch at the head of its lane that was given a sequence number and is about to be sent.
 *
 * @param id the store's own number
 * @param part what to send; empty: send a {@code skip} under this number
 */
public record SpooledBatch(
        long id,
        String stream,
        Lane lane,
        long epoch,
        long seq,
        Unit unit,
        long revision,
        Optional<EncodedPart> part) {}
