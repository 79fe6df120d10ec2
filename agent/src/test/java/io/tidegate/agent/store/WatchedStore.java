package io.tidegate.agent.store;

import java.util.function.Function;

/** A store that can be asked whether a transaction is held. Used by one thread. */
public final class WatchedStore implements Store {
    private final Store store;
    private int held;
    private int asked;

    public WatchedStore(Store store) {
        this.store = store;
    }

    /** Called where none may be held. */
    public void requireFree() {
        asked++;
        if (held > 0) {
            throw new AssertionError("a transaction is held");
        }
    }

    /** How often it was asked. */
    public int asked() {
        return asked;
    }

    private <T> T holding(Function<Tx, T> work, Tx tx) {
        held++;
        try {
            return work.apply(tx);
        } finally {
            held--;
        }
    }

    @Override
    public <T> T write(Function<Tx, T> work) {
        return store.write(tx -> holding(work, tx));
    }

    @Override
    public <T> T read(Function<Tx, T> work) {
        return store.read(tx -> holding(work, tx));
    }

    @Override
    public long writes() {
        return store.writes();
    }

    @Override
    public boolean isDiskFull() {
        return store.isDiskFull();
    }

    @Override
    public void onChange(Runnable listener) {
        store.onChange(listener);
    }

    @Override
    public void close() {
        store.close();
    }
}
