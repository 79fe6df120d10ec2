package io.tidegate.agent.source;

import io.tidegate.agent.row.ShapeException;

import java.time.Instant;

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

    @Override
    void close();
}
