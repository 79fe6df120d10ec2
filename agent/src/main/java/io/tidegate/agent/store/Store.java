package io.tidegate.agent.store;

import java.util.function.Consumer;
import java.util.function.Function;

/** The durable heart of the agent. Thread-safe: writers take turns, readers see the last commit. */
public interface Store extends AutoCloseable {
    /** Runs the work in one durable transaction. On any exception nothing of it stays. */
    <T> T write(Function<Tx, T> work);

    /** Reads a consistent state; changing anything through it fails. Does not wait for writers. */
    <T> T read(Function<Tx, T> work);

    /**
     * How often this process has written so far: whoever sees the same number again would read the
     * same again ({@link Glance}).
     */
    long writes();

    /**
     * Whether the disk has taken no more, so that nothing new can be put into the spool. Each write
     * looks whether there is room again; {@link DiskWatch} sees to it that there are some.
     */
    boolean isDiskFull();

    /**
     * Called after each commit that put something into the spool or settled something. On the
     * committing thread: be quick.
     */
    void onChange(Runnable listener);

    default void change(Consumer<Tx> work) {
        write(
                tx -> {
                    work.accept(tx);
                    return null;
                });
    }

    @Override
    void close();
}
