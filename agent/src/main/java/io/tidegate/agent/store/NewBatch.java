package io.tidegate.agent.store;

import io.tidegate.agent.batch.EncodedPart;
import io.tidegate.protocol.Lane;

/** A batch that intake puts into the spool. */
public record NewBatch(Lane lane, Unit unit, long revision, EncodedPart part) {}
