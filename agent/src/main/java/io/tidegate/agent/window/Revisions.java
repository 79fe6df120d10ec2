package io.tidegate.agent.window;

import io.tidegate.agent.store.Store;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Revisions of one stream, taken from the store a block at a time: one durable write for many
 * windows. A number may go unused; none is given twice. Thread-safe.
 */
final class Revisions {
    private static final int BLOCK = 128;

    private final Store store;
    private final String stream;
    private final Deque<Long> free = new ArrayDeque<>();

    Revisions(Store store, String stream) {
        this.store = store;
        this.stream = stream;
    }

    synchronized long next() {
        if (free.isEmpty()) {
            store.change(
                    tx -> {
                        long first = tx.nextRevision(stream);
                        tx.raiseRevision(stream, first + BLOCK - 1);
                        for (long i = first; i < first + BLOCK; i++) {
                            free.add(i);
                        }
                    });
        }
        return free.remove();
    }

    /** Forgets the block: the ingest has been seen to hold a later revision. */
    synchronized void forget() {
        free.clear();
    }
}
