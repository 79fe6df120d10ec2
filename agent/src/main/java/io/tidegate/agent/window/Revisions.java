package io.tidegate.agent.window;

import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.Tx;

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
    private volatile boolean outdated;

    Revisions(Store store, String stream) {
        this.store = store;
        this.stream = stream;
    }

    synchronized long next() {
        if (outdated) {
            outdated = false;
            free.clear();
        }
        if (free.isEmpty()) {
            long first = store.write(this::block);
            for (long i = first; i < first + BLOCK; i++) {
                free.add(i);
            }
        }
        return free.remove();
    }

    private long block(Tx tx) {
        long first = tx.nextRevision(stream);
        tx.raiseRevision(stream, first + BLOCK - 1);
        return first;
    }

    /**
     * Forgets the block: the ingest has been seen to hold a later revision. Waits for nobody, since
     * it is said within a transaction.
     */
    void forget() {
        outdated = true;
    }
}
