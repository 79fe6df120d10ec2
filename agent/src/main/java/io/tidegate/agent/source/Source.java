package io.tidegate.agent.source;

import io.tidegate.agent.row.ShapeException;

import java.time.Instant;
import java.util.Optional;

/** A database read by one query. Used by one thread at a time. */
public interface Source extends AutoCloseable {
    /** The source's own clock now, so that a wrong clock here cannot hide rows. */
    Instant now() throws SourceException, InterruptedException;

    /**
     * Reads every row whose time lies in [from, to), in the source's order, and leaves no
     * transaction open.
     *
     * @throws ShapeException as the sink threw it
     */
    void read(Instant from, Instant to, RowSink sink)
            throws SourceException, ShapeException, InterruptedException;

    /**
     * How many rows no range from {@code from} on would give until {@code to}: those without a
     * time, older ones, and those at or after it. Empty if the query holds its range itself, so
     * that they cannot be counted.
     */
    default Optional<Outside> outside(Instant from, Instant to)
            throws SourceException, ShapeException, InterruptedException {
        return Optional.empty();
    }

    /**
     * Whether a read of [from, to) may well give a row of that time: bounds may be coarser than the
     * range. If not, the query does not compare its range with the time that it gives.
     */
    default boolean mayGive(Instant time, Instant from, Instant to) {
        return true;
    }

    /** What the query compares its range with, in its own words; empty if that cannot be told. */
    default Optional<String> compared() {
        return Optional.empty();
    }

    @Override
    void close();
}
