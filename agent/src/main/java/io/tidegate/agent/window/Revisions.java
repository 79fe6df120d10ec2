package io.tidegate.agent.window;

import io.tidegate.agent.store.Store;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Revisions of one stream, taken from the store a block at a time: one durable write for many
 * windows. A number may go unused; none is given twice. Used by one thread.
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

    long next() {
        if (free.isEmpty()) {
            store.change(
                    tx -> {
                        for (int i = 0; i < BLOCK; i++) {
                            free.add(tx.nextRevision(stream));
                        }
                    });
        }
        return free.remove();
    }

    /** Forgets the block: the ingest has been seen to hold a later revision. */
    void forget() {
        free.clear();
    }
}
