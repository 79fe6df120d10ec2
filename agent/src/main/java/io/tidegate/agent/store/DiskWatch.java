package io.tidegate.agent.store;

import io.tidegate.agent.loop.Loop;

import java.time.Duration;

/**
 * Notices that a full disk has room again when nothing else is written: whoever reads waits for
 * that, and what is sent may have been sent already. Turned by one thread.
 */
public final class DiskWatch implements Loop {
    public static final Duration PERIOD = Duration.ofSeconds(10);

    private final Store store;

    public DiskWatch(Store store) {
        this.store = store;
    }

    @Override
    public boolean turn() {
        if (store.isDiskFull()) {
            try {
                store.change(_ -> {}); // Each write begins with making room, if it is needed.
            } catch (StoreFullException _) {
                // That it is full is said already.
            }
        }
        return false;
    }
}
