package io.tidegate.agent.store;

import java.util.function.Function;

/**
 * What is asked of the store over and over: read anew only when something was written since. Used
 * by one thread.
 */
public final class Glance<T> {
    private final Store store;
    private final Function<Tx, T> look;
    private long writes = -1;
    private T seen;

    /**
     * @param look must depend on nothing but the store
     */
    public Glance(Store store, Function<Tx, T> look) {
        this.store = store;
        this.look = look;
    }

    public T now() {
        long before = store.writes(); // A write during the look is found by the next one.
        if (before != writes) {
            seen = store.read(look);
            writes = before;
        }
        return seen;
    }
}
