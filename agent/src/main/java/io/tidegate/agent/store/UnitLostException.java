package io.tidegate.agent.store;

import io.tidegate.agent.loop.OutageException;

/**
 * A later part of a window or file came after its earlier parts were lost: the ingest refused one,
 * one was damaged on disk, or a new epoch began. Not an error: the unit is read again.
 */
public final class UnitLostException extends OutageException {
    private static final long serialVersionUID = 1;

    UnitLostException(Unit unit) {
        super(
                StoreEvent.PARTS_LOST,
                "the earlier parts of " + unit + " are gone; it must be read again",
                null);
    }
}
