package io.tidegate.protocol;

/** Adds rows to a {@link WindowHash} while they stream by. Used by one thread. */
public final class WindowHasher {
    public void add(Row row) {
        throw new IllegalStateException();
    }

    public WindowHash result() {
        throw new IllegalStateException();
    }
}
