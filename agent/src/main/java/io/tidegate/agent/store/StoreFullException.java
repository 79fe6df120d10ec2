package io.tidegate.agent.store;

/** The disk is full. A state, not an error: intake waits, and goes on when there is room again. */
public final class StoreFullException extends StoreException {
    private static final long serialVersionUID = 1;

    StoreFullException(String message, Throwable cause) {
        super(StoreEvent.DISK_FULL, message, cause);
    }
}
