package io.tidegate.agent.store;

import io.tidegate.agent.loop.OutageException;

/**
 * The store could not do its work, for a reason outside the program. Nothing of the transaction
 * stays. The message names the file and the remedy.
 */
public class StoreException extends OutageException {
    private static final long serialVersionUID = 1;

    StoreException(StoreEvent event, String message, Throwable cause) {
        super(event, message, cause);
    }
}
